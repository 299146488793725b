"""How a proof of concept is shown over REST: every field declared."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class PocShape(Shape):
    """A proof of concept of an opportunity; `outcome` is empty until measuring is closed."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    state = serializers.CharField()
    lead_id = serializers.IntegerField()
    extended_days = serializers.IntegerField()
    outcome = serializers.CharField()
    outcome_sentence = serializers.CharField()
    measured_at = serializers.DateTimeField(allow_null=True)
    readout_id = serializers.IntegerField(allow_null=True)
    verdict = serializers.CharField()
    agreed_next_step = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class SuccessCriterionShape(Shape):
    """A success criterion; numbers are decimal texts in `unit`."""

    key = serializers.CharField()
    text = serializers.CharField()
    category = serializers.CharField()
    priority = serializers.CharField()
    metric = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    baseline = serializers.CharField()
    target = serializers.CharField()


class JudgedCriterionShape(SuccessCriterionShape):
    """A criterion with its newest value and what it means: `pass`, `fail` or `not_tested`."""

    measured = serializers.CharField(allow_null=True)
    result = serializers.CharField()


class ParticipantShape(Shape):
    """A person of the customer in the plan."""

    contact_id = serializers.IntegerField()
    name = serializers.CharField()
    duty = serializers.CharField()
    is_champion = serializers.BooleanField()
    is_committed = serializers.BooleanField()


class TermsShape(Shape):
    """What both sides agree to."""

    objective = serializers.CharField()
    use_case = serializers.CharField()
    in_scope = serializers.CharField()
    out_of_scope = serializers.CharField()
    infosec = serializers.CharField()
    environment = serializers.CharField()
    our_people = serializers.CharField()
    participants = ParticipantShape(many=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    checkpoints = serializers.CharField()
    readout_on = serializers.DateField()
    readout_audience = serializers.CharField()
    decision_rule = serializers.CharField()
    next_step = serializers.CharField()
    criteria = SuccessCriterionShape(many=True)


class SignatureShape(Shape):
    """The champion's word on one version of the plan."""

    id = serializers.IntegerField()
    plan_number = serializers.IntegerField(source="plan.number")
    contact_id = serializers.IntegerField()
    signed_name = serializers.CharField()
    method = serializers.CharField()
    note = serializers.CharField()
    activity_id = serializers.IntegerField(allow_null=True)
    document_id = serializers.IntegerField(allow_null=True)
    fingerprint = serializers.CharField()
    recorded_by_id = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()


class SuccessPlanShape(Shape):
    """The newest version of the plan. Where it is not signed, `needs_signature` says what was not agreed to."""

    number = serializers.IntegerField()
    fingerprint = serializers.CharField()
    terms = TermsShape()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    is_signed = serializers.BooleanField()
    signature = SignatureShape(allow_null=True)
    needs_signature = serializers.ListField(child=serializers.CharField())


class SessionShape(Shape):
    """A session; `minutes` by item of the agenda, `outputs` those that exist."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    state = serializers.CharField()
    starts_at = serializers.DateTimeField()
    lead_id = serializers.IntegerField()
    minutes = serializers.DictField(child=serializers.IntegerField())
    outputs = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    activity_id = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class MeasurementShape(Shape):
    """One measured value, in the criterion's unit; never changed, the newest counts."""

    id = serializers.IntegerField()
    criterion = serializers.CharField()
    value = serializers.CharField()
    note = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class PocPageShape(PocShape):
    """A proof with its plan, numbers and sessions; `outcome_now` is what closing the measuring today would say."""

    plan = SuccessPlanShape(allow_null=True)
    criteria = JudgedCriterionShape(many=True)
    outcome_now = serializers.CharField()
    outcome_now_sentence = serializers.CharField()
    sessions = SessionShape(many=True)


class ExtensionShape(Shape):
    """More days for a POC: given once validator and regional VP have both said yes, unless refused."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    days = serializers.IntegerField()
    reason = serializers.CharField()
    asked_by_id = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    validator_id = serializers.IntegerField(allow_null=True)
    validated_at = serializers.DateTimeField(allow_null=True)
    regional_vp_id = serializers.IntegerField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    is_given = serializers.BooleanField()
    refused_by_id = serializers.IntegerField(allow_null=True)
    refused_at = serializers.DateTimeField(allow_null=True)
    refused_reason = serializers.CharField()


class SignLinkShape(Shape):
    """A link for the champion to sign by. `address` is told once; a repeated answer has null there."""

    id = serializers.IntegerField()
    plan_number = serializers.IntegerField()
    contact_id = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
    address = serializers.CharField(allow_null=True)
