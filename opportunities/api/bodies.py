"""How opportunities and what hangs under them are read over REST: every field declared, nothing else taken."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.domain.kinds import (
    ACTIVITY_KINDS,
    DOCUMENT_KINDS,
    DOCUMENT_ORIGINS,
    DOCUMENT_STATES,
    FORECAST_CATEGORIES,
    LOSS_REASONS,
    OUTCOME_CLASSES,
    POSITIONS,
    SOURCES,
    STAKEHOLDER_ROLES,
    SUBTYPES,
    VIABILITY,
)
from opportunities.domain.lifecycles import ADOPTION, MATURITY, OFFERS
from opportunities.forms.evidence_body import LONGEST_TEXT, EvidenceFields
from salesops.db.row_by_row import MOST
from salesops.process.domain.definition import Move
from salesops.web.api.bodies import FileContent, PatchBody, StrictBody, record_id


def _text(longest: int, **more: Any) -> serializers.CharField:
    return serializers.CharField(max_length=longest, **more)


def _money() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0, required=False)


class OpportunityFields(StrictBody):
    """What may be said of an opportunity. Money is over the whole term, in `currency`."""

    name = _text(200, allow_blank=True, required=False)
    use_case = _text(120, allow_blank=True, required=False)
    problem = _text(LONGEST_TEXT, allow_blank=True, required=False)
    close_date = serializers.DateField(allow_null=True, required=False)
    expected_purchase_date = serializers.DateField(allow_null=True, required=False)
    renewal_date = serializers.DateField(allow_null=True, required=False)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    recurring = _money()
    one_time = _money()
    term_months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    base_acv = _money()
    subtype = serializers.ChoiceField(choices=SUBTYPES, required=False)
    product_id = record_id(allow_null=True, required=False)


class NewOpportunityBody(OpportunityFields):
    """An opportunity to open: in a process by name, or in the one proposed from what is known of the customer."""

    process = _text(60, required=False)
    offer = serializers.ChoiceField(choices=list(OFFERS), required=False)
    adoption = serializers.ChoiceField(choices=list(ADOPTION), required=False)
    maturity = serializers.ChoiceField(choices=list(MATURITY), required=False)
    process_reason = _text(2_000, allow_blank=True, required=False)
    account_id = record_id(allow_null=True, required=False)
    owner_id = record_id(allow_null=True, required=False)
    source = serializers.ChoiceField(choices=SOURCES, required=False)  # type: ignore[assignment]  # also DRF's own word
    region = _text(32, allow_blank=True, required=False)
    source_system = _text(40, allow_blank=True, required=False)
    source_key = _text(80, allow_blank=True, required=False)


class ConversionBody(StrictBody):
    """What is decided when a lead becomes an opportunity; without an account one is matched or made."""

    process = _text(40, required=False)
    offer = serializers.ChoiceField(choices=list(OFFERS), required=False)
    adoption = serializers.ChoiceField(choices=list(ADOPTION), required=False)
    maturity = serializers.ChoiceField(choices=list(MATURITY), required=False)
    process_reason = _text(2_000, allow_blank=True, required=False)
    owner_id = record_id(allow_null=True, required=False)
    account_id = record_id(allow_null=True, required=False)
    makes_account = serializers.BooleanField(required=False)
    role = serializers.ChoiceField(choices=STAKEHOLDER_ROLES, required=False)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    recurring = _money()
    one_time = _money()
    term_months = serializers.IntegerField(min_value=1, max_value=120, required=False)
    close_date = serializers.DateField(allow_null=True, required=False)
    expected_purchase_date = serializers.DateField(allow_null=True, required=False)


class OpportunityPatch(PatchBody, OpportunityFields):
    """The values of an opportunity to change."""

    budget = serializers.ChoiceField(choices=VIABILITY, required=False)
    authority = serializers.ChoiceField(choices=VIABILITY, required=False)
    timeline = serializers.ChoiceField(choices=VIABILITY, required=False)
    position = serializers.ChoiceField(choices=POSITIONS, required=False)
    forecast_category = serializers.ChoiceField(choices=FORECAST_CATEGORIES, required=False)
    reason = _text(2_000, required=False, help_text="Wanted where the sub-type changes.")


class LossBody(StrictBody):
    """How an opportunity ended without a sale (domain §2.6)."""

    outcome_class = serializers.ChoiceField(choices=OUTCOME_CLASSES)
    reason = serializers.ChoiceField(choices=LOSS_REASONS)
    detail = _text(LONGEST_TEXT, allow_blank=True, required=False)
    competitor = _text(120, allow_blank=True, required=False)
    reengage_on = serializers.DateField(allow_null=True, required=False)
    is_reengage_never = serializers.BooleanField(required=False)
    merged_into_id = record_id(allow_null=True, required=False)


class TransitionBody(StrictBody):
    """The wished move: its type, its target, or both."""

    type = serializers.ChoiceField(choices=[move.value for move in Move], required=False)
    to = _text(40, required=False)
    reason = _text(2_000, allow_blank=True, required=False)
    loss = LossBody(required=False)
    second_person_id = record_id(allow_null=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This function will insist on a type or a target."""
        if not attrs.get("type") and not attrs.get("to"):
            raise serializers.ValidationError({"to": ["Name the stage to reach, or the type of move."]})
        return attrs


class NextStepBody(StrictBody):
    """What happens next, by when, and who does it."""

    text = _text(200)
    due = serializers.DateField()
    owner_id = record_id(allow_null=True, required=False)


class DoneBody(StrictBody):
    """A word on how the next step went."""

    note = _text(LONGEST_TEXT, allow_blank=True, required=False)


class ActivityBody(StrictBody):
    """An activity to log; `contact_ids` are the customers who attended."""

    kind = serializers.ChoiceField(choices=ACTIVITY_KINDS)
    subject = _text(200)
    note = _text(LONGEST_TEXT, allow_blank=True, required=False)
    happened_at = serializers.DateTimeField(allow_null=True, required=False)
    minutes = serializers.IntegerField(min_value=1, max_value=1440, allow_null=True, required=False)
    sentiment = serializers.IntegerField(min_value=-2, max_value=2, allow_null=True, required=False)
    contact_ids = serializers.ListField(child=record_id(), max_length=100, required=False)
    people_ids = serializers.ListField(child=record_id(), max_length=100, required=False)


class AttestationBody(EvidenceFields):
    """A criterion and the evidence for it."""

    criterion_id = _text(20)


class CriterionReasonBody(StrictBody):
    """A criterion and a reason in words."""

    criterion_id = _text(20)
    reason = _text(2_000)


class StakeholderBody(StrictBody):
    """A contact of the account and the role on this opportunity."""

    contact_id = record_id()
    role = serializers.ChoiceField(choices=STAKEHOLDER_ROLES)
    note = _text(200, allow_blank=True, required=False)


class DocumentStateFields(StrictBody):
    """A document's state; `signed` needs who and when."""

    state = serializers.ChoiceField(choices=DOCUMENT_STATES)
    signed_by = _text(120, allow_blank=True, required=False)
    signed_title = _text(120, allow_blank=True, required=False)
    signed_company = _text(160, allow_blank=True, required=False)
    signed_on = serializers.DateField(allow_null=True, required=False)


class DocumentBody(DocumentStateFields):
    """A document to file: its link, or a file by name and content."""

    state = serializers.ChoiceField(choices=DOCUMENT_STATES, required=False)
    kind = serializers.ChoiceField(choices=DOCUMENT_KINDS)
    title = _text(200)
    link = serializers.URLField(max_length=500, required=False)
    file_name = _text(200, required=False)
    content = FileContent(required=False)
    is_internal = serializers.BooleanField(required=False)
    number = serializers.IntegerField(min_value=1, max_value=999, required=False)
    origin = serializers.ChoiceField(choices=DOCUMENT_ORIGINS, required=False)
    received_on = serializers.DateField(allow_null=True, required=False)
    reference = _text(60, allow_blank=True, required=False)


class SubtypeBody(StrictBody):
    """The sub-type there is, to confirm it; or another one, and why."""

    subtype = serializers.ChoiceField(choices=SUBTYPES)
    reason = _text(2_000, allow_blank=True, required=False)


class OwnerBody(StrictBody):
    """The new owner and why."""

    owner_id = record_id()
    reason = _text(2_000)


class BulkBody(StrictBody):
    """One change for many opportunities; exactly one of `fields`, `owner`, `next_step`, `advance`."""

    ids = serializers.ListField(child=record_id(), min_length=1, max_length=MOST)
    fields_to_set = OpportunityPatch(required=False)
    owner = OwnerBody(required=False)
    next_step = NextStepBody(required=False)
    advance = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """This function will insist on exactly one change."""
        given = [name for name in ("fields_to_set", "owner", "next_step", "advance") if attrs.get(name)]
        if len(given) != 1:
            raise serializers.ValidationError("Give exactly one of fields_to_set, owner, next_step, advance.")
        return attrs
