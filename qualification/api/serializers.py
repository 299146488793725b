"""How MEDDPICC is shown and read over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.forms.evidence_body import EvidenceFields
from qualification.domain.meddpicc import HIGHEST
from qualification.services.write_details import MOST_ROWS
from salesops.web.api.bodies import StrictBody


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
    meaning = serializers.CharField()
    questions = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    source_class = serializers.CharField()
    contact = serializers.CharField()
    set_by_id = serializers.IntegerField(allow_null=True)
    set_at = serializers.DateTimeField(allow_null=True)
    forced_reason = serializers.CharField()
    may_cosign = serializers.BooleanField()
    detail_columns = serializers.ListField(child=serializers.CharField())


class AskNextShape(serializers.Serializer[Any]):
    """A question to ask next, about one of the components that need it most."""

    component = serializers.CharField()
    question = serializers.CharField()


class MeddpiccShape(serializers.Serializer[Any]):
    """The eight components of one opportunity; the score in percent."""

    opportunity_id = serializers.IntegerField()
    score = serializers.IntegerField()
    points = serializers.IntegerField()
    weakest = serializers.CharField()
    components = StandingShape(many=True)
    ask_next = AskNextShape(many=True)


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
    cosigned_by_id = serializers.IntegerField(source="cosignature.by_id", allow_null=True)
    cosigned_at = serializers.DateTimeField(source="cosignature.at", allow_null=True)


class CosignatureShape(serializers.Serializer[Any]):
    """A second person's word on a level 3."""

    id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class AssessmentBody(EvidenceFields):
    """A level 0 to 3 and what it rests on."""

    level = serializers.IntegerField(min_value=0, max_value=HIGHEST)


class DetailShape(serializers.Serializer[Any]):
    """One row behind a component; which columns it uses is in `detail_columns` of the component."""

    text = serializers.CharField()
    owner_name = serializers.CharField()
    approver = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    secured_on = serializers.DateField(allow_null=True)
    baseline = serializers.CharField()
    target = serializers.CharField()
    unit = serializers.CharField()
    weight = serializers.IntegerField(allow_null=True)


class DetailsShape(serializers.Serializer[Any]):
    """The rows behind a component, in order."""

    component = serializers.CharField()
    rows = DetailShape(many=True)


class DetailBody(StrictBody):
    """One row to write; only the component's own columns are taken."""

    text = serializers.CharField(max_length=300)
    owner_name = serializers.CharField(max_length=120, allow_blank=True, required=False)
    approver = serializers.CharField(max_length=120, allow_blank=True, required=False)
    due_on = serializers.DateField(allow_null=True, required=False)
    secured_on = serializers.DateField(allow_null=True, required=False)
    baseline = serializers.CharField(max_length=40, allow_blank=True, required=False)
    target = serializers.CharField(max_length=40, allow_blank=True, required=False)
    unit = serializers.CharField(max_length=40, allow_blank=True, required=False)
    weight = serializers.IntegerField(min_value=1, max_value=5, allow_null=True, required=False)


class DetailsBody(StrictBody):
    """The rows behind a component; they replace those there are."""

    rows = serializers.ListField(child=DetailBody(), max_length=MOST_ROWS)
