"""One request as its deciders see it: what is asked, why it is here, the terms, the deal, what became of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import mean
from typing import Any

from django.db.models import F, Func, JSONField, Subquery, Value

from approvals.domain.clock import StepClock
from approvals.domain.guardrails import Guardrails
from approvals.domain.kinds import KINDS
from approvals.domain.lifecycle import LABELS
from approvals.domain.terms_table import TermTable, term_tables
from approvals.models import ApprovalRequest, ApprovalStep
from approvals.queries.judging import reporting_rate
from approvals.queries.queue import QueueRow, decidable, queue_rows
from opportunities.domain.offers import OfferTerms
from opportunities.models import Opportunity
from opportunities.queries import visible
from qualification.domain.meddpicc import COMPONENTS
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.process.queries import definition_of
from salesops.users.models import WorkspaceSetting

PRECEDENT_DAYS = 365
CLOSEST = 4
_ENDED = ("approved", "rejected", "returned", "expired", "superseded", "voided")
_RELATED = ("offer", "requester", "guardrails", "opportunity__account", "opportunity__owner", "opportunity__health")


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision of the kind with what became of the deal."""

    request: ApprovalRequest
    outcome: str
    tone: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """The closest earlier decisions, and all of the last twelve months in numbers."""

    closest: Sequence[Precedent]
    count: int
    approved: int
    won: int
    mean_discount: Decimal | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready the deal is: each criterion on its way forward, and what MEDDPICC counts of 24, its weakest named."""

    gate: tuple[str, ...]
    points: int
    weakest: str

    @classmethod
    def read(cls, standing: Mapping[str, Any]) -> Readiness:
        """Read what the database said."""
        levels = standing["levels"]
        weakest = min(COMPONENTS, key=lambda component: levels[component.key])
        return cls(tuple(standing["gate"]), sum(levels.values()), weakest.label)


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything the page of one request shows."""

    request: ApprovalRequest
    deal: Opportunity
    readiness: Readiness
    steps: Sequence[QueueRow]
    mine: ApprovalStep | None
    tables: tuple[TermTable, ...]
    before: ApprovalRequest | None
    precedents: Precedents
    opens: Sequence[str]

    @property
    def title(self) -> str:
        """What is asked, in a line."""
        return self.request.what

    @property
    def kind(self) -> str:
        """The kind in words."""
        return KINDS[self.request.kind].label

    @property
    def stage(self) -> Any:
        """Where the deal stands."""
        return definition_of(self.deal.definition_id).stage(self.deal.stage)

    @property
    def current(self) -> QueueRow | None:
        """The step that waits, the one due first."""
        waiting = [row for row in self.steps if row.step.opened_at and not has_decision(row.step)]
        return waiting[0] if waiting and self.request.state == "in_review" else None

    @property
    def sentences(self) -> list[str]:
        """Which guardrails it meets, in sentences."""
        return [match["sentence"] for match in self.request.findings.get("matches", ())]

    @property
    def justification(self) -> list[tuple[str, str]]:
        """The reasons, by their labels."""
        return [(LABELS[name], getattr(self.request, name)) for name in LABELS if name != "what"]


def request_page(actor: Actor, request_id: int, *, now: datetime, waiting: Sequence[QueueRow] = ()) -> RequestPage:
    """This function will read one request with everything a decision needs.

    `waiting` are rows of the queue that were judged already: a step among them is not asked about again.

    Raises: NotVisible, Refused.
    """
    ready = Func(F("opportunity_id"), Value(now), function="deal_standing", output_field=JSONField())
    reporting = Subquery(WorkspaceSetting.objects.values("reporting_currency")[:1])
    rows = ApprovalRequest.objects.select_related(*_RELATED).annotate(standing=ready, reporting_currency=reporting)
    row = rows.filter(pk=request_id).first()
    if row is None:
        raise NotVisible("not_found", f"There is no request {request_id} for you.", next_action="Open the queue.")
    deal = row.opportunity
    require_visible(actor, row)
    related = ("approver", "in_place_of", "decision__by", "decision__on_behalf_of")
    found = list(row.steps.filter(round=row.round).select_related(*related).order_by("group", "id"))
    mine = _decidable(actor, row, found, waiting, now)
    before = _approved_before(row)
    return RequestPage(
        request=row,
        deal=deal,
        readiness=Readiness.read(row.standing),
        steps=_steps(found, mine, waiting, now),
        mine=next((step for step in found if step.pk in mine), None),
        tables=_tables(row, before, now),
        before=before,
        precedents=_precedents(row, now),
        opens=_opens(deal, row.kind),
    )


def _steps(steps: Sequence[ApprovalStep], mine: set[int], waiting: Sequence[QueueRow], now: datetime) -> list[QueueRow]:
    """Set the clocks of a request's steps; those of the queue are set already, and a closed one's does not run."""
    known = {row.step.pk: row.clock for row in waiting}
    known |= {step.pk: StepClock(step.hours, step.hours) for step in steps if not step.opened_at}
    known |= {row.step.pk: row.clock for row in queue_rows([s for s in steps if s.pk not in known], mine, now)}
    return [QueueRow(step, known[step.pk], step.pk in mine) for step in steps]


def _decidable(
    actor: Actor, row: ApprovalRequest, steps: Sequence[ApprovalStep], waiting: Sequence[QueueRow], now: datetime
) -> set[int]:
    known = {each.step.pk: each.is_mine for each in waiting}
    open_steps = [step.pk for step in steps if step.opened_at and not has_decision(step)]
    if row.state != "in_review":
        return set()
    if known.keys() >= set(open_steps):
        return {pk for pk in open_steps if known[pk]}
    return decidable(actor, open_steps, now)


def require_visible(actor: Actor, row: ApprovalRequest) -> None:
    """This function will insist that the reader sees the deal in full, or decides a step of it. Raises: NotVisible."""
    if not actor.has_role("delivery_manager", "revops_admin"):
        visible.require_visible(actor, row.opportunity)


def has_decision(step: ApprovalStep) -> bool:
    """This function will say whether a step is decided."""
    return hasattr(step, "decision")


def _tables(row: ApprovalRequest, before: ApprovalRequest | None, now: datetime) -> tuple[TermTable, ...]:
    if row.offer_id is None or row.guardrails is None:
        return ()
    terms, old = OfferTerms.read(row.subject), OfferTerms.read(before.subject) if before else None
    rules = Guardrails.read(row.guardrails.rules)
    is_reported = terms.currency == row.reporting_currency  # type: ignore[attr-defined]
    return term_tables(terms, old, rules, rate=Decimal(1) if is_reported else reporting_rate(terms.currency, now))


def _approved_before(row: ApprovalRequest) -> ApprovalRequest | None:
    if row.offer_id is None:
        return None
    earlier = ApprovalRequest.objects.filter(opportunity=row.opportunity_id, envelope__isnull=False)
    return earlier.exclude(pk=row.pk).select_related("offer").order_by("-decided_at", "-id").first()


def _precedents(row: ApprovalRequest, now: datetime) -> Precedents:
    since = now - timedelta(days=PRECEDENT_DAYS)
    rows = ApprovalRequest.objects.filter(kind=row.kind, state__in=_ENDED, submitted_at__gte=since)
    found = list(rows.exclude(pk=row.pk).select_related("opportunity__account").order_by("-submitted_at", "-id")[:200])
    asked = row.discount or Decimal(0)
    nearest = sorted(found, key=lambda each: abs((each.discount or Decimal(0)) - asked))[:CLOSEST]
    discounts = [each.discount for each in found if each.discount is not None]
    return Precedents(
        closest=[_precedent(each) for each in nearest],
        count=len(found),
        approved=sum(each.state not in ("rejected", "returned") for each in found),
        won=sum(each.opportunity.stage_kind == "won" for each in found),
        mean_discount=mean(discounts) if discounts else None,
    )


def _precedent(row: ApprovalRequest) -> Precedent:
    deal = row.opportunity
    if deal.stage_kind == "won" and deal.closed_at and row.submitted_at:
        return Precedent(row, f"Won in {(deal.closed_at - row.submitted_at).days} days", "good")
    if deal.stage_kind == "lost":
        return Precedent(row, f"Lost: {deal.loss_reason.replace('_', ' ')}" if deal.loss_reason else "Lost", "")
    stage: Any = definition_of(deal.definition_id).stage(deal.stage)
    return Precedent(row, f"In {stage.label}", "")


def _opens(deal: Opportunity, kind: str) -> list[str]:
    """Name the criteria on the way forward that an approval of this kind meets."""
    definition = definition_of(deal.definition_id)
    edge = definition.main_edge(deal.stage)
    wanted = "poc_skip" if kind == "poc_skip" else ("offer", "renewal")
    return [
        item.text
        for item in (definition.criteria(edge) if edge else ())
        if (item.evaluator == "approval_covers" and item.args.get("what") in wanted)
        or (kind == "poc_skip" and item.args.get("or_approved") == kind)
    ]
