"""How introductions are shown and decided over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from salesops.intake.domain.findings import KINDS
from salesops.intake.domain.introductions import BASES, CHANNELS, DECLINE_REASONS, END_REASONS, FEE_STATES, STATES
from salesops.web.api.bodies import StrictBody, record_id


class IntroductionShape(serializers.Serializer[Any]):
    """An introduction as our own people read it, without the personal data that needs the scope person:read."""

    receipt = serializers.CharField()
    version = serializers.IntegerField()
    partner_id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(STATES.items()))
    channel = serializers.ChoiceField(choices=list(CHANNELS.items()))
    company = serializers.CharField()
    domain = serializers.CharField()
    country = serializers.CharField(source="country.code")
    city = serializers.CharField()
    person_title = serializers.CharField(source="buyer_title")
    is_free_mail = serializers.BooleanField()
    agreed_on = serializers.DateField()
    timeline = serializers.CharField()
    wanted_by = serializers.DateField()
    problem = serializers.CharField()
    has_promised = serializers.BooleanField()
    promised = serializers.CharField()
    current_setup = serializers.CharField()
    other_vendors = serializers.CharField()
    asset_id = serializers.IntegerField(allow_null=True)
    preferred_step = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[("clear", "Clear"), ("closer", "Closer look")])
    reviewer_id = serializers.IntegerField(allow_null=True)
    submitted_at = serializers.DateTimeField()
    answer_due = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decided_by_id = serializers.IntegerField(allow_null=True)
    decline_reason = serializers.ChoiceField(choices=list(DECLINE_REASONS.items()), allow_blank=True)
    note = serializers.CharField()
    basis = serializers.ChoiceField(choices=list(BASES.items()), allow_blank=True)
    use_case = serializers.CharField()
    host_id = serializers.IntegerField(allow_null=True)
    introduce_by = serializers.DateTimeField(allow_null=True)
    introduced_at = serializers.DateTimeField(allow_null=True)
    opportunity_id = serializers.IntegerField(allow_null=True)
    shared_step = serializers.CharField()
    protected_until = serializers.DateTimeField(allow_null=True)
    is_held = serializers.BooleanField(allow_null=True)
    protection_ended_at = serializers.DateTimeField(allow_null=True)
    protection_end_reason = serializers.ChoiceField(
        choices=list(END_REASONS.items()), allow_null=True, allow_blank=True
    )
    fee_state = serializers.ChoiceField(choices=list(FEE_STATES.items()))
    fee_paid_on = serializers.DateField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class PersonalIntroductionShape(IntroductionShape):
    """An introduction in full."""

    person_name = serializers.CharField(source="buyer_name")
    person_email = serializers.EmailField(source="buyer_email")
    person_phone = serializers.CharField(source="buyer_phone")


class BuyerFindingShape(serializers.Serializer[Any]):
    """One thing our records say of the buyer; `facts` stand beside the introduction's own."""

    kind = serializers.ChoiceField(choices=list(KINDS.items()))
    title = serializers.CharField()
    why = serializers.CharField()
    path = serializers.CharField()


class BuyerFindingsShape(serializers.Serializer[Any]):
    """Everything found, and on which footings the introduction may still be accepted."""

    findings = BuyerFindingShape(many=True)
    bases = serializers.ListField(child=serializers.ChoiceField(choices=list(BASES.items())))


class AskPartnerBody(StrictBody):
    """One question to the partner."""

    text = serializers.CharField(min_length=10, max_length=600)


class AcceptIntroductionBody(StrictBody):
    """On which footing, to whom the buyer is introduced, and our word on what was found."""

    basis = serializers.ChoiceField(choices=list(BASES.items()))
    host_id = record_id(required=False, allow_null=True)
    use_case = serializers.CharField(max_length=120, required=False, allow_blank=True)
    words = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class DeclineIntroductionBody(StrictBody):
    """Why not; the partner sees the reason and never the note."""

    reason = serializers.ChoiceField(choices=list(DECLINE_REASONS.items()))
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class ReviewerBody(StrictBody):
    """Who decides it."""

    reviewer_id = record_id()


class ExtendProtectionBody(StrictBody):
    """What shows that something happens."""

    evidence = serializers.CharField(min_length=20, max_length=600)


class RivalBody(StrictBody):
    """What shows that a rival was introduced; the partner never sees it."""

    words = serializers.CharField(min_length=20, max_length=600)


class ShareStepBody(StrictBody):
    """The next step as the partner reads it; empty takes it away."""

    step = serializers.CharField(max_length=200, allow_blank=True)


class InviteBody(StrictBody):
    """One named meeting for the partner."""

    title = serializers.CharField(min_length=3, max_length=120)
    starts_at = serializers.DateTimeField()
    place = serializers.CharField(max_length=300, required=False, allow_blank=True)


class RulingBody(StrictBody):
    """The answer to a dispute, for good."""

    outcome = serializers.ChoiceField(choices=[("upheld", "The partner is right"), ("rejected", "Our decision stands")])
    ruling = serializers.CharField(min_length=20, max_length=600)


class FeeBody(StrictBody):
    """When the fee was paid."""

    paid_on = serializers.DateField()
