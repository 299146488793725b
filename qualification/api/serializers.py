"""How MEDDPICC is shown and read over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.forms.evidence_body import EvidenceFields
from qualification.domain.meddpicc import HIGHEST


class StandingShape(serializers.Serializer[Any]):
    """One component as it counts today; ages in days."""

    component = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # also DRF's own word
    level = serializers.IntegerField()
    effective = serializers.IntegerField()
    needed = serializers.IntegerField()
    age = serializers.IntegerField(allow_null=True)
    limit = serializers.IntegerField()
    is_stale = serializers.BooleanField()
    is_forced = serializers.BooleanField()
    awaits_cosign = serializers.BooleanField()
    sentence = serializers.CharField()


class MeddpiccShape(serializers.Serializer[Any]):
    """The eight components of one opportunity; the score in percent."""

    opportunity_id = serializers.IntegerField()
    score = serializers.IntegerField()
    points = serializers.IntegerField()
    weakest = serializers.CharField()
    components = StandingShape(many=True)


class AssessmentShape(serializers.Serializer[Any]):
    """One assessment of a component; never edited."""

    id = serializers.IntegerField()
    component = serializers.CharField()
    level = serializers.IntegerField()
    previous_level = serializers.IntegerField()
    note = serializers.CharField()
    source_class = serializers.CharField()
    contact_id = serializers.IntegerField(allow_null=True)
    activity_id = serializers.IntegerField(allow_null=True)
    document_id = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()
    set_by_id = serializers.IntegerField()
    set_at = serializers.DateTimeField()


class CosignatureShape(serializers.Serializer[Any]):
    """A second person's word on a level 3."""

    id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class AssessmentBody(EvidenceFields):
    """A level 0 to 3 and what it rests on."""

    level = serializers.IntegerField(min_value=0, max_value=HIGHEST)
