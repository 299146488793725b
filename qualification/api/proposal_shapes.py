"""How a proposal is shown over REST: every field declared; without `deal:read.com` amounts are left out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class ProposalShape(Shape):
    """One version of a proposal, never edited. `basis_number` is the version whose verdict added conditions to it."""

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    number = serializers.IntegerField()
    fingerprint = serializers.CharField()
    basis_number = serializers.IntegerField(source="basis.number", allow_null=True)
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()
    finalised_by_id = serializers.IntegerField(allow_null=True)
    finalised_at = serializers.DateTimeField(allow_null=True)


class ScopeItemShape(Shape):
    """One thing we will deliver."""

    text = serializers.CharField()
    deliverable = serializers.CharField()
    is_custom = serializers.BooleanField()


class ThirdPartyShape(Shape):
    """Somebody the work depends on, with their written commitment."""

    name = serializers.CharField()
    kind = serializers.CharField()
    document_id = serializers.IntegerField(allow_null=True)


class SpecialTermShape(Shape):
    """What is not standard."""

    kind = serializers.CharField()
    text = serializers.CharField()


class ProposalTermsShape(Shape):
    """What a version says; `places` are ISO country codes."""

    items = ScopeItemShape(many=True)
    assumptions = serializers.ListField(child=serializers.CharField())
    exclusions = serializers.ListField(child=serializers.CharField())
    risks = serializers.ListField(child=serializers.CharField())
    processor = serializers.CharField()
    tools = serializers.ListField(child=serializers.CharField())
    third_parties = ThirdPartyShape(many=True)
    places = serializers.ListField(child=serializers.CharField())
    schemes = serializers.ListField(child=serializers.CharField())
    go_live_on = serializers.DateField(allow_null=True)
    special_terms = SpecialTermShape(many=True)


class ClearanceShape(Shape):
    """One trigger cleared on one route, for what it fired for in this version; it counts for 30 days."""

    id = serializers.IntegerField()
    number = serializers.IntegerField(source="proposal.number")
    trigger = serializers.CharField()
    route = serializers.CharField()
    about = serializers.CharField(required=False)
    evidence = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class RouteShape(Shape):
    """A route of a trigger that fires: the clearance that counts, and whose roles clear it."""

    route = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    roles = serializers.ListField(child=serializers.CharField())
    clearance = ClearanceShape(allow_null=True)


class FiredShape(Shape):
    """A trigger that fires. `sentence` says what for; `about` too, as a clearance repeats it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sentence = serializers.CharField()
    about = serializers.CharField(required=False)
    is_cleared = serializers.BooleanField()
    routes = RouteShape(many=True)


class OpenPointShape(Shape):
    """One thing that keeps the version from being final: a trigger, `blocked`, or a `condition` that is missing."""

    key = serializers.CharField()
    route = serializers.CharField()
    sentence = serializers.CharField()


class AssumptionShape(Shape):
    """An assumption, and the newest word on it; `open` without one."""

    text = serializers.CharField()
    state = serializers.CharField()
    evidence = serializers.CharField()
    by_id = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)


class AssumptionCheckShape(Shape):
    """What pre-sales validation found about an assumption; it goes with the words into later versions."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    state = serializers.CharField()
    evidence = serializers.CharField()
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class EstimateShape(Shape):
    """What delivery takes, in days; `cost_per_day` is in the opportunity's currency."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    low = serializers.CharField()
    likely = serializers.CharField()
    high = serializers.CharField()
    cost_per_day = serializers.CharField(required=False)
    by_id = serializers.IntegerField()
    at = serializers.DateTimeField()


class EffortShape(EstimateShape):
    """The newest estimate with what it leaves: margin and floor in per cent, and the days that keep the floor."""

    margin = serializers.CharField(required=False, allow_null=True)
    floor = serializers.CharField()
    days_at_floor = serializers.CharField(required=False, allow_null=True)


class ConditionShape(Shape):
    """What a verdict asked for: it became an exclusion or a risk, and settled the triggers it names."""

    text = serializers.CharField()
    becomes = serializers.CharField()
    triggers = serializers.ListField(child=serializers.CharField())


class ReviewShape(Shape):
    """A validation: asked for by sales, due in two business days, decided by pre-sales validation.

    `number` is the version it is about; while it waits it follows the newest one.
    """

    id = serializers.IntegerField()
    opportunity_id = serializers.IntegerField()
    number = serializers.IntegerField(source="proposal.number")
    state = serializers.CharField()
    reviewer_id = serializers.IntegerField(allow_null=True)
    question = serializers.CharField()
    requested_by_id = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    decided_by_id = serializers.IntegerField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    conditions = ConditionShape(many=True)
    risk_accepted_by_id = serializers.IntegerField(allow_null=True)
    risk_accepted_at = serializers.DateTimeField(allow_null=True)
    risk_reason = serializers.CharField()
    version = serializers.IntegerField()


class ProposalPageShape(ProposalShape):
    """A version with its terms. What fires is asked about the newest version: an earlier one has null there.

    `refused_with` is the code finalising would be refused with today, empty where nothing is open.
    """

    is_newest = serializers.BooleanField()
    terms = ProposalTermsShape()
    triggers = FiredShape(many=True, allow_null=True)
    open_points = OpenPointShape(many=True, allow_null=True)
    refused_with = serializers.CharField(allow_null=True)
    assumptions = AssumptionShape(many=True, allow_null=True)
    effort = EffortShape(allow_null=True)
    waiting = ReviewShape(allow_null=True)
    verdict = ReviewShape(allow_null=True)
