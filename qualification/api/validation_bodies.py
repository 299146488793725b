"""What is sent about validations, red flags, calls and confirmations over REST: every field declared, nothing else."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from qualification.domain.proposal import LONGEST_TEXT
from qualification.domain.triggers import TRIGGER_BY_KEY
from qualification.models import CONFIRMED_KINDS, SEVERITIES
from qualification.services.confidence_call import LONGEST_TOPIC
from qualification.services.confirm import LONGEST_EVIDENCE, LONGEST_NAME
from qualification.services.decide_review import BECOMES, VERDICTS
from qualification.services.raise_red_flag import LONGEST_TEXT as LONGEST_CONCERN
from salesops.web.api.bodies import StrictBody, record_id

LONGEST_WORDS = 2_000
MOST_CONDITIONS = 20


A_VERDICT = {
    "verdict": "clear_with_conditions",
    "note": "Reader R3 is confirmed, R2 is not",
    "conditions": [{"text": "Reader R2 is not part of it", "becomes": "exclusion", "triggers": ["T03"]}],
}


def _words() -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_WORDS)


def _perhaps() -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST_WORDS, allow_blank=True, required=False, default="")


class ValidationBody(StrictBody):
    """What pre-sales validation should look at; it is about the newest version."""

    question = _perhaps()


class AssignBody(StrictBody):
    """Who validates it instead."""

    reviewer_id = record_id()


class ConditionBody(StrictBody):
    """What the verdict asks for; it settles the triggers it names."""

    text = serializers.CharField(max_length=LONGEST_TEXT)
    becomes = serializers.ChoiceField(choices=BECOMES)
    triggers = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(TRIGGER_BY_KEY)),
        max_length=len(TRIGGER_BY_KEY),
        required=False,
        default=list,
    )


@extend_schema_serializer(examples=[OpenApiExample("With a condition", A_VERDICT, request_only=True)])
class VerdictBody(StrictBody):
    """The verdict; `blocked` needs its note, `clear_with_conditions` its conditions."""

    verdict = serializers.ChoiceField(choices=VERDICTS)
    note = _perhaps()
    conditions = serializers.ListField(child=ConditionBody(), max_length=MOST_CONDITIONS, required=False, default=list)


class RedFlagBody(StrictBody):
    """A concern, how grave it is, who sees to it and until which day."""

    text = serializers.CharField(max_length=LONGEST_CONCERN)
    severity = serializers.ChoiceField(choices=[key for key, _ in SEVERITIES])
    owner_id = record_id()
    due_on = serializers.DateField()
    detail = _perhaps()


class CloseFlagBody(StrictBody):
    """How it was settled."""

    how = _words()


class CallBody(StrictBody):
    """Who of the customer wants to talk to our experts, and what about."""

    contact_id = record_id()
    topic = serializers.CharField(max_length=LONGEST_TOPIC)


class PlanCallBody(StrictBody):
    """When the call takes place."""

    planned_for = serializers.DateTimeField()


class HoldCallBody(StrictBody):
    """The logged call or meeting it was held in, and what came of it."""

    activity_id = record_id()
    outcome = _words()


class ConfirmationBody(StrictBody):
    """What is confirmed, and by what; without an opportunity it holds for every buyer."""

    kind = serializers.ChoiceField(choices=[key for key, _ in CONFIRMED_KINDS])
    name = serializers.CharField(max_length=LONGEST_NAME)
    evidence = serializers.CharField(max_length=LONGEST_EVIDENCE)
    opportunity_id = record_id(allow_null=True, required=False, default=None)


class WithdrawConfirmationBody(StrictBody):
    """Why it does not stand any more."""

    reason = serializers.CharField(max_length=LONGEST_EVIDENCE)
