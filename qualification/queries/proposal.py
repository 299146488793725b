"""A deal's proposal as a page shows it: the version, what fires and who cleared it, assumptions, effort, verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from opportunities.models import Opportunity
from opportunities.queries.detail import may
from opportunities.queries.visible import get_visible
from qualification.domain.proposal import ProposalTerms, terms_from_data
from qualification.domain.triggers import (
    BETWEEN_CAUSES,
    CLEARED_FOR_DAYS,
    MARGIN_FLOORS,
    PSV,
    ROUTES,
    TRIGGER_BY_KEY,
    TRIGGERS,
    Fired,
    Trigger,
)
from qualification.domain.validation import OpenPoint
from qualification.models import (
    AssumptionCheck,
    ConfidenceCall,
    Confirmation,
    EffortEstimate,
    ProposalVersion,
    RedFlag,
    Review,
    TriggerClearance,
)
from qualification.queries.causes import causes_of, open_points_of, same_content
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

ACTIONS = (
    "scope.edit",
    "scope.set_processor_or_tool",
    "validation.request",
    "validation.decide",
    "proposal.finalise",
    "redflag.raise",
    "meeting.organise_technical",
    "approval.override",
)


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One route of a trigger that fires, and the clearance on it that counts."""

    route: str
    clearance: TriggerClearance | None

    @property
    def label(self) -> str:
        """The route in words."""
        return ROUTES[self.route]


@dataclass(frozen=True, slots=True)
class TriggerLine:
    """One trigger that fires for the version, with its causes and its routes."""

    fired: Fired
    routes: Sequence[RouteLine]

    @property
    def trigger(self) -> Trigger:
        """Its row of the table."""
        return TRIGGER_BY_KEY[self.fired.key]

    @property
    def causes(self) -> list[str]:
        """The causes, one by one."""
        return self.fired.about.split(BETWEEN_CAUSES)

    @property
    def is_cleared(self) -> bool:
        """Whether every route has its clearance."""
        return all(each.clearance for each in self.routes)


@dataclass(frozen=True, slots=True)
class AssumptionLine:
    """One assumption, and the newest word on it."""

    text: str
    check: AssumptionCheck | None

    @property
    def state(self) -> str:
        """Open, validated or rejected."""
        return self.check.state if self.check else "open"


@dataclass(frozen=True, slots=True)
class Margin:
    """What delivery leaves: per cent of the price, the floor, and the days at which the floor is met."""

    estimate: EffortEstimate
    price: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The margin at the likely effort, in per cent with one decimal; None without a price."""
        cost = self.estimate.likely * self.estimate.cost_per_day
        return round((self.price - cost) / self.price * 100, 1) if self.price else None

    @property
    def floor(self) -> Decimal:
        """The floor of its kind, in per cent."""
        return MARGIN_FLOORS[self.estimate.kind]

    @property
    def days_at_floor(self) -> Decimal | None:
        """The most days that keep the floor."""
        cost = self.estimate.cost_per_day
        return round(self.price * (1 - self.floor / 100) / cost, 1) if cost else None


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """Everything the proposal page and the desk show of one deal; `version` is None where nothing is written."""

    opportunity: Opportunity
    may: Mapping[str, Any]
    is_owner: bool
    version: ProposalVersion | None = None
    versions: Sequence[ProposalVersion] = ()
    terms: ProposalTerms | None = None
    triggers: Sequence[TriggerLine] = ()
    open_points: Sequence[OpenPoint] = ()
    assumptions: Sequence[AssumptionLine] = ()
    margin: Margin | None = None
    flags: Sequence[RedFlag] = ()
    calls: Sequence[ConfidenceCall] = ()
    confirmations: Sequence[Confirmation] = ()
    review: Review | None = None
    verdict: Review | None = None

    @property
    def open_flags(self) -> list[RedFlag]:
        """The red flags that are not settled."""
        return [each for each in self.flags if not each.closed_at]

    @property
    def settled_flags(self) -> list[RedFlag]:
        """Those that are, the latest first."""
        return [each for each in self.flags if each.closed_at]

    @property
    def trigger_count(self) -> int:
        """How many triggers there are."""
        return len(TRIGGERS)

    @property
    def open_triggers(self) -> int:
        """How many triggers fire and are not cleared on every route."""
        return sum(not each.is_cleared for each in self.triggers)

    @property
    def assumption_counts(self) -> dict[str, int]:
        """How many assumptions are in each state."""
        return {state: sum(a.state == state for a in self.assumptions) for state in ("validated", "rejected", "open")}

    @property
    def missing_for_clear(self) -> list[str]:
        """What pre-sales validation still has to do before the verdict can be clear, in words."""
        open_here = [each for each in self.triggers for way in each.routes if way.route == PSV and not way.clearance]
        found = [f"{len(open_here)} trigger{'s' * (len(open_here) != 1)} cleared"] if open_here else []
        return found + ([] if self.margin else ["the effort estimated"])


def proposal_page(actor: Actor, opportunity_id: int, *, now: datetime) -> ProposalPage:
    """This function will read the newest version of a deal's proposal and what stands beside it (domain §1.5, §1.6).

    Raises: NotVisible, Refused where the opportunity is not for this person.
    """
    row = get_visible(actor, opportunity_id)
    rights = may(actor, row, *ACTIONS)
    people = ("raised_by", "owner", "closed_by")
    flags = RedFlag.objects.filter(opportunity=row).select_related(*people).order_by("-closed_at", "due_on", "id")
    calls = ConfidenceCall.objects.filter(opportunity=row).select_related("asked_by", "activity").order_by("-id")
    page = ProposalPage(row, rights, row.owner_id == actor.user_id, flags=tuple(flags), calls=tuple(calls))
    versions = tuple(
        ProposalVersion.objects.filter(opportunity=row).select_related("by", "finalised_by").order_by("-number")
    )
    if not versions:
        return page
    version = versions[0]
    reviews = Review.objects.filter(opportunity=row).select_related(
        "reviewer", "requested_by", "decided_by", "risk_accepted_by", "proposal"
    )
    content = same_content(version)
    decided = reviews.filter(proposal__in=content, decided_at__isnull=False).order_by("-decided_at", "-id")
    estimate = EffortEstimate.objects.filter(proposal__in=content).select_related("by").order_by("-id").first()
    return replace(
        page,
        version=version,
        versions=versions,
        terms=terms_from_data(version.terms),
        triggers=_trigger_lines(version, content, now),
        open_points=tuple(open_points_of(version, now)),
        assumptions=_assumption_lines(row, version),
        margin=Margin(estimate, row.tcv) if estimate else None,
        confirmations=tuple(_confirmations(row)),
        review=reviews.filter(state="waiting").first(),
        verdict=decided.first(),
    )


def version_of(actor: Actor, opportunity_id: int, number: int) -> ProposalVersion:
    """This function will return one version of a deal's proposal. Raises: NotVisible, Refused."""
    row = get_visible(actor, opportunity_id)
    found = (
        ProposalVersion.objects.filter(opportunity=row)
        .select_related("by", "finalised_by")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotVisible("not_found", "There is no such version of the proposal.", next_action="Open the newest one.")
    return found


def newest_of(actor: Actor, row: Opportunity) -> ProposalVersion | None:
    """This function will return the newest version of a deal's proposal, or None where none is written."""
    return ProposalVersion.objects.filter(opportunity=row).order_by("-number").first()


def _confirmations(row: Opportunity) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(opportunity=row, withdrawn_at=None).select_related("by").order_by("id")


def _trigger_lines(version: ProposalVersion, content: list[int], now: datetime) -> tuple[TriggerLine, ...]:
    since = now - timedelta(days=CLEARED_FOR_DAYS)
    rows = TriggerClearance.objects.filter(proposal__in=content, at__gte=since).select_related("by").order_by("id")
    known = {(each.trigger, each.about, each.route): each for each in rows}
    return tuple(
        TriggerLine(each, tuple(RouteLine(way, known.get((each.key, each.about, way))) for way in each.routes))
        for each in causes_of(version, now)
    )


def _assumption_lines(row: Opportunity, version: ProposalVersion) -> tuple[AssumptionLine, ...]:
    newest = {
        each.text: each for each in AssumptionCheck.objects.filter(opportunity=row).select_related("by").order_by("id")
    }
    return tuple(AssumptionLine(text, newest.get(text)) for text in version.terms["assumptions"])
