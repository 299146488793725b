"""How opportunities and what hangs under them are shown over REST."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from opportunities.models import Opportunity
from salesops.process.queries import definition_of


class SummaryShape(serializers.Serializer[Any]):
    """What everyone who may know of an opportunity sees of it (domain §1.3 opp.view_summary)."""

    id = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    account_id = serializers.IntegerField(allow_null=True)
    owner_id = serializers.IntegerField()
    process = serializers.SerializerMethodField()
    process_version = serializers.SerializerMethodField()
    type = serializers.CharField()
    subtype = serializers.CharField()
    subtype_confirmed_at = serializers.DateTimeField(allow_null=True)
    stage = serializers.CharField()
    stage_kind = serializers.ChoiceField(choices=["open", "won", "lost"])
    stage_entered_at = serializers.DateTimeField()
    close_date = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)

    def get_process(self, row: Opportunity) -> str:
        """The key of the pinned process."""
        return definition_of(row.definition_id).key

    def get_process_version(self, row: Opportunity) -> int:
        """The version of the pinned process."""
        return definition_of(row.definition_id).version


class CoreShape(SummaryShape):
    """An opportunity without its commercial fields."""

    probability = serializers.IntegerField()
    forecast_category = serializers.CharField()
    use_case = serializers.CharField()
    problem = serializers.CharField()
    product_id = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]  # also DRF's own word
    originator_id = serializers.IntegerField(allow_null=True)
    region = serializers.CharField()
    expected_purchase_date = serializers.DateField(allow_null=True)
    renewal_date = serializers.DateField(allow_null=True)
    budget = serializers.CharField()
    authority = serializers.CharField()
    timeline = serializers.CharField()
    position = serializers.CharField()
    next_step = serializers.CharField()
    next_step_date = serializers.DateField(allow_null=True)
    next_step_owner_id = serializers.IntegerField(allow_null=True)
    outcome_class = serializers.CharField()
    loss_reason = serializers.CharField()
    loss_detail = serializers.CharField()
    competitor = serializers.CharField()
    reengage_on = serializers.DateField(allow_null=True)


def _money(digits: int = 14, places: int = 2) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=digits, decimal_places=places)


class OpportunityShape(CoreShape):
    """An opportunity in full. Money is in `currency`, `amount_reporting` in the reporting currency at `rate`."""

    currency = serializers.CharField()
    recurring = _money()
    one_time = _money()
    term_months = serializers.IntegerField()
    base_acv = _money()
    tcv = _money()
    acv = _money()
    amount = _money()
    rate = _money(18, 8)
    rate_date = serializers.DateField(allow_null=True)
    amount_reporting = _money()


class NameShape(serializers.Serializer[Any]):
    """A person or an account by id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class FixShape(serializers.Serializer[Any]):
    """The act that would meet a criterion."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # also DRF's own word
    target = serializers.CharField()


class CriterionShape(serializers.Serializer[Any]):
    """One criterion of a gate as it stands: the same list as on the screen."""

    id = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["met", "unmet", "waived", "stale"])
    explanation = serializers.CharField()
    evidence = serializers.ListField(child=serializers.CharField())
    fix = FixShape(allow_null=True)
    fixers = serializers.ListField(child=serializers.CharField())
    waivable = serializers.BooleanField()


class MoveShape(serializers.Serializer[Any]):
    """One move there is from the stage."""

    type = serializers.CharField()
    to = serializers.CharField()


class GateShape(serializers.Serializer[Any]):
    """An opportunity before one move."""

    opportunity_id = serializers.IntegerField()
    version = serializers.IntegerField()
    stage = serializers.CharField()
    type = serializers.CharField(allow_null=True)
    to = serializers.CharField(allow_null=True)
    allowed = serializers.BooleanField()
    met = serializers.IntegerField()
    total = serializers.IntegerField()
    criteria = CriterionShape(many=True)
    moves = MoveShape(many=True)


class TransitionShape(serializers.Serializer[Any]):
    """What a move did, or would do."""

    opportunity_id = serializers.IntegerField()
    allowed = serializers.BooleanField()
    dry_run = serializers.BooleanField()
    type = serializers.CharField()
    from_stage = serializers.CharField()
    to_stage = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    seq = serializers.IntegerField(allow_null=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    next_action = serializers.CharField()
    criteria = CriterionShape(many=True)


class StageEventShape(serializers.Serializer[Any]):
    """One move that happened, with the gate as it stood."""

    id = serializers.IntegerField()
    seq = serializers.IntegerField()
    move = serializers.CharField()
    from_stage = serializers.CharField()
    to_stage = serializers.CharField()
    at = serializers.DateTimeField()
    actor_id = serializers.IntegerField(allow_null=True)
    via = serializers.CharField()
    reason = serializers.CharField()
    probability = serializers.IntegerField()
    close_date = serializers.DateField(allow_null=True)
    owner_id = serializers.IntegerField()
    criteria = serializers.ListField(child=serializers.DictField())
    origin = serializers.DictField()


class FieldChangeShape(serializers.Serializer[Any]):
    """One change of one field."""

    id = serializers.IntegerField()
    field = serializers.CharField()
    old = serializers.CharField(allow_null=True)
    new = serializers.CharField(allow_null=True)
    at = serializers.DateTimeField()
    actor_id = serializers.IntegerField(allow_null=True)


class TimelineShape(serializers.Serializer[Any]):
    """One thing that happened."""

    at = serializers.DateTimeField()
    fact = serializers.CharField()
    who = serializers.CharField()
    detail = serializers.CharField()


class TimelineListShape(serializers.Serializer[Any]):
    """What happened, newest first."""

    results = TimelineShape(many=True)


class ActivityShape(serializers.Serializer[Any]):
    """A call, meeting, mail or note."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    note = serializers.CharField()
    happened_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(allow_null=True)
    sentiment = serializers.IntegerField(allow_null=True)
    customer_count = serializers.IntegerField()
    by_id = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class AttestationShape(serializers.Serializer[Any]):
    """A named person's word on a criterion, or its withdrawal."""

    id = serializers.IntegerField()
    criterion_id = serializers.CharField()
    note = serializers.CharField()
    source_class = serializers.CharField()
    contact_id = serializers.IntegerField(allow_null=True)
    activity_id = serializers.IntegerField(allow_null=True)
    document_id = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()
    is_withdrawal = serializers.BooleanField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class WaiverShape(serializers.Serializer[Any]):
    """A criterion let through; lifted ones stay visible."""

    id = serializers.IntegerField()
    criterion_id = serializers.CharField()
    reason = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    lifted_by_id = serializers.IntegerField(allow_null=True)
    lifted_at = serializers.DateTimeField(allow_null=True)
    lifted_reason = serializers.CharField()


class StakeholderShape(serializers.Serializer[Any]):
    """A contact's role on the opportunity."""

    id = serializers.IntegerField()
    contact_id = serializers.IntegerField()
    role = serializers.CharField()
    note = serializers.CharField()
    added_at = serializers.DateTimeField()


class DocumentShape(serializers.Serializer[Any]):
    """A document; a file (size above 0) is at `content/` below its own address."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    link = serializers.CharField()
    is_internal = serializers.BooleanField()
    signed_by = serializers.CharField()
    signed_title = serializers.CharField()
    signed_company = serializers.CharField()
    signed_on = serializers.DateField(allow_null=True)
    number = serializers.IntegerField()
    origin = serializers.CharField()
    received_on = serializers.DateField(allow_null=True)
    reference = serializers.CharField()
    by_id = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class RowResultShape(serializers.Serializer[Any]):
    """What became of one row of a bulk change."""

    opportunity_id = serializers.IntegerField()
    ok = serializers.BooleanField()
    sentence = serializers.CharField()
    code = serializers.CharField()
    criteria = CriterionShape(many=True)


class BulkShape(serializers.Serializer[Any]):
    """What became of a bulk change."""

    dry_run = serializers.BooleanField()
    changed = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = RowResultShape(many=True)
