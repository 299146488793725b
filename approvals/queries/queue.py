"""The approval queue: what waits for somebody, what is open, what they decided; sorted by time left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Window

from approvals.domain.clock import StepClock
from approvals.models import ApprovalStep, Decision, Delegation
from opportunities.queries.visible import visible_to
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.business_time import Calendar, business_hours_between
from salesops.core.errors import NotVisible
from salesops.users.domain.roles import LABELS, Role
from salesops.users.queries import calendars_of

MINE, OPEN, DECIDED = "mine", "open", "decided"
MOST = 100
_RELATED = (
    "approver",
    "in_place_of",
    "request__requester",
    "request__opportunity__account",
    "request__opportunity__owner",
)
_MAY = "SELECT id FROM unnest(%s::bigint[]) AS id WHERE step_refusal(id, %s, %s) = ''"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One step that waits, with its clock and whether the reader decides it."""

    step: ApprovalStep
    clock: StepClock
    is_mine: bool

    @property
    def role(self) -> str:
        """Whose word it waits for."""
        return LABELS[Role(self.step.role)]


@dataclass(frozen=True, slots=True)
class Lane:
    """The offers inside every guardrail that wait for the reader, to be approved together."""

    rows: Sequence[QueueRow]

    @property
    def amount(self) -> Decimal:
        """What they are worth together, in the reporting currency."""
        return sum((row.step.request.amount or Decimal(0) for row in self.rows), Decimal(0))

    @property
    def nearest(self) -> QueueRow:
        """The one due first."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of one reader. `total` counts what waits, also beyond the rows that are shown."""

    tab: str
    rows: Sequence[QueueRow]
    total: int
    lane: Lane | None = None
    deputies: Sequence[Delegation] = ()


def queue(actor: Actor, *, tab: str, now: datetime) -> Queue:
    """This function will list what waits, due first on top. Raises: NotVisible for who sees no deal in full."""
    require_reader(actor)
    waiting = _waiting(actor)
    standing_in = list(deputised(actor, now))
    if tab == MINE:
        waiting = _put_to(actor, waiting, standing_in, now)
    counted = waiting.annotate(total=Window(Count("*")))
    found = list(counted.select_related(*_RELATED).order_by("due_at", "id")[: MOST + 1])
    mine = decidable(actor, [step.pk for step in found], now)
    rows = queue_rows(found, mine, now)
    if tab == MINE:
        rows = [row for row in rows if row.is_mine]
    total = found[0].total if len(found) > MOST else len(rows)
    lane = [row for row in rows if row.is_mine and row.step.request.is_fast]
    return Queue(tab, rows[:MOST], total, Lane(lane) if lane and tab == MINE else None, standing_in)


def waiting_count(actor: Actor, *, now: datetime) -> int:
    """This function will count what waits for the reader's own decision, `MOST` at most."""
    steps = _put_to(actor, _waiting(actor), list(deputised(actor, now)), now).order_by("due_at", "id")
    return len(decidable(actor, list(steps.values_list("pk", flat=True)[:MOST]), now))


def decisions_of(actor: Actor) -> list[Decision]:
    """This function will list what the reader decided, newest first. Raises: NotVisible."""
    require_reader(actor)
    related = ("step__request__opportunity__account", "step__request__requester", "on_behalf_of")
    return list(Decision.objects.filter(by=actor.user_id).select_related(*related).order_by("-at", "-id")[:MOST])


def may_read(actor: Actor) -> bool:
    """This function will say whether somebody sees deals in full, or decides steps."""
    return decide(actor, "opp.view_full", Facts()).allowed or actor.has_role("delivery_manager")


def require_reader(actor: Actor) -> None:
    """This function will insist on somebody who may read the queue. Raises: NotVisible."""
    if not may_read(actor):
        raise NotVisible("not_found", "There is no such list for you.", next_action="Open Today.")


def decidable(actor: Actor, steps: Sequence[int], now: datetime) -> set[int]:
    """This function will say which of the steps the reader may decide now, in one statement."""
    if not steps or actor.user_id is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_MAY, [list(steps), actor.user_id, now])
        return {row[0] for row in cursor.fetchall()}


def queue_rows(steps: Sequence[ApprovalStep], mine: set[int], now: datetime) -> list[QueueRow]:
    """This function will set each step's clock: the business hours left of who it is put to; one statement."""
    if not steps:
        return []
    calendars = calendars_of([step.approver_id for step in steps])
    return [QueueRow(step, _clock(step, calendars[step.approver_id or 0], now), step.pk in mine) for step in steps]


def _clock(step: ApprovalStep, calendar: Calendar, now: datetime) -> StepClock:
    left = business_hours_between(now, step.due_at, calendar=calendar) if step.due_at else float(step.hours)
    return StepClock(left, step.hours)


def deputised(actor: Actor, now: datetime) -> QuerySet[Delegation]:
    """This function will list for whom the reader decides today."""
    today = now.date()
    rows = Delegation.objects.filter(deputy=actor.user_id, ended_at=None, starts_on__lte=today, ends_on__gte=today)
    return rows.select_related("approver").prefetch_related("approver__role_grants").order_by("ends_on", "id")


def _waiting(actor: Actor) -> QuerySet[ApprovalStep]:
    rows = ApprovalStep.objects.filter(opened_at__isnull=False, decision=None, request__state="in_review")
    return rows.filter(round=F("request__round"), request__opportunity__in=visible_to(actor))


def _put_to(
    actor: Actor, waiting: QuerySet[ApprovalStep], standing_in: Sequence[Delegation], now: datetime
) -> QuerySet[ApprovalStep]:
    """What is put to the reader and is no request or deal of their own."""
    theirs = waiting.filter(_theirs(actor, standing_in, now))
    return theirs.exclude(request__requester=actor.user_id).exclude(request__opportunity__owner=actor.user_id)


def _theirs(actor: Actor, standing_in: Sequence[Delegation], now: datetime) -> Q:
    """Who holds the role, who stands in, or a leader once it is twice as late as it may be; judged exactly later."""
    own = Q(role__in=actor.roles - {"regional_vp"})
    if actor.has_role("regional_vp"):
        own |= Q(role="regional_vp", request__opportunity__region__in=[*actor.regions, ""])
    if standing_in:
        roles = [grant for each in standing_in for grant in each.approver.role_grants.all()]
        for grant in roles:
            limit = Q(role=grant.role)
            own |= limit & Q(request__opportunity__region__in=[grant.region, ""]) if grant.region else limit
    if actor.has_role("leader"):
        own |= Q(escalates_at__lte=now) | Q(approver=actor.user_id)
    return own
