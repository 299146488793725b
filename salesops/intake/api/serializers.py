"""How leads are shown and read over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from salesops.accounts.domain.industries import INDUSTRIES
from salesops.accounts.domain.personas import PERSONAS
from salesops.intake.domain.leads import DISQUALIFY_REASONS, PARKED, SOURCES, STATUSES, TIMELINES, TOUCH_KINDS
from salesops.intake.domain.scoring import SIGNAL_CHOICES
from salesops.web.api.bodies import PatchBody, StrictBody, record_id


class LeadShape(serializers.Serializer[Any]):
    """A lead without the personal data that needs the scope person:read; its score is that of this moment."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    source_detail = serializers.CharField()
    company = serializers.CharField()
    domain = serializers.CharField()
    country = serializers.CharField(source="country.code")
    subdivision = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    industry = serializers.ChoiceField(choices=INDUSTRIES, allow_blank=True)
    employees = serializers.IntegerField(allow_null=True)
    technology = serializers.CharField()
    person_title = serializers.CharField()
    persona = serializers.ChoiceField(choices=PERSONAS, allow_blank=True)
    note = serializers.CharField()
    use_case = serializers.CharField()
    timeline = serializers.ChoiceField(choices=TIMELINES, allow_blank=True)
    product_line = serializers.CharField()
    owner_id = serializers.IntegerField(allow_null=True)
    owner_reason = serializers.CharField()
    territory_id = serializers.IntegerField(allow_null=True)
    status = serializers.ChoiceField(choices=STATUSES)
    reason = serializers.ChoiceField(choices=DISQUALIFY_REASONS, allow_blank=True)
    detail = serializers.CharField()
    revisit_on = serializers.DateField(allow_null=True)
    score = serializers.IntegerField()
    segment = serializers.ChoiceField(choices=["A", "B", "C", "D"])
    fit = serializers.IntegerField()
    behaviour = serializers.IntegerField(source="behaviour_now")
    interest = serializers.IntegerField()
    icp_rule_version = serializers.IntegerField()
    persona_rule_version = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    first_touched_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    qualified_at = serializers.DateTimeField(allow_null=True)
    qualified_by_id = serializers.IntegerField(allow_null=True)


class PersonalLeadShape(LeadShape):
    """A lead in full."""

    person_name = serializers.CharField()
    person_email = serializers.EmailField(allow_blank=True)
    person_phone = serializers.CharField(allow_blank=True)


class LeadFields(StrictBody):
    """What may be said of a lead. It has no field for price, scope, technology we would use, or dates we promise."""

    company = serializers.CharField(max_length=200)
    domain = serializers.CharField(max_length=253, required=False, allow_blank=True)
    country = serializers.CharField(max_length=2, required=False, allow_blank=True)
    subdivision = serializers.CharField(max_length=6, required=False, allow_blank=True)
    postal_code = serializers.CharField(max_length=12, required=False, allow_blank=True)
    city = serializers.CharField(max_length=120, required=False, allow_blank=True)
    industry = serializers.ChoiceField(choices=INDUSTRIES, required=False, allow_blank=True)
    employees = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False, allow_null=True)
    technology = serializers.CharField(max_length=120, required=False, allow_blank=True)
    person_name = serializers.CharField(max_length=160, required=False, allow_blank=True)
    person_email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    person_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    person_title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    persona = serializers.ChoiceField(choices=PERSONAS, required=False, allow_blank=True)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    use_case = serializers.CharField(max_length=120, required=False, allow_blank=True)
    timeline = serializers.ChoiceField(choices=TIMELINES, required=False, allow_blank=True)
    product_line = serializers.CharField(max_length=60, required=False, allow_blank=True)


class NewLead(LeadFields):
    """A lead as it comes in, with the source that stands for ever."""

    source = serializers.ChoiceField(choices=SOURCES)  # type: ignore[assignment]
    source_detail = serializers.CharField(max_length=200, required=False, allow_blank=True)


class LeadPatch(PatchBody, LeadFields):
    """The values of a lead to change; its source is none of them."""


class SignalBody(StrictBody):
    """Something they did."""

    kind = serializers.ChoiceField(choices=SIGNAL_CHOICES)
    at = serializers.DateTimeField(required=False)
    asset_id = record_id(required=False, allow_null=True)
    campaign = serializers.CharField(max_length=80, required=False, allow_blank=True)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class TouchBody(StrictBody):
    """Something we did."""

    kind = serializers.ChoiceField(choices=TOUCH_KINDS)
    note = serializers.CharField(max_length=5000)
    was_answered = serializers.BooleanField(required=False)
    at = serializers.DateTimeField(required=False)


class QualifyBody(StrictBody):
    """Why a lead is worth an opportunity."""

    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class RestBody(StrictBody):
    """How a lead rests, until when, and why."""

    to = serializers.ChoiceField(choices=PARKED)
    reason = serializers.CharField(max_length=500)
    revisit_on = serializers.DateField(required=False, allow_null=True)


class DisqualifyBody(StrictBody):
    """Why a lead is not for us."""

    reason = serializers.ChoiceField(choices=DISQUALIFY_REASONS)
    detail = serializers.CharField(max_length=500, required=False, allow_blank=True)


class ReopenBody(StrictBody):
    """What changed."""

    reason = serializers.CharField(max_length=500)
