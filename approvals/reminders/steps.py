"""The reminder of a step that waits for its approver, and of a request that leaders take over (domain §6.4, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from django.db.models import F, QuerySet
from django.urls import reverse

from approvals.domain.kinds import LEADER
from approvals.models import ApprovalRequest, ApprovalStep, Delegation
from opportunities.reminders.deals import Deal, day
from opportunities.reminders.pairing import with_deals
from salesops.core.actor import RecordRef
from salesops.outbox.domain.delivery import EventFact
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import heads

ENDLESS = Decimal("Infinity")


@rule(
    Rule(
        key="approval_pending",
        scope="opportunity",
        title="Approval waits",
        trigger="a step of a request waits, at 50, 100 and 200 % of its time",
        stops="the step is decided, or the request is withdrawn",
        lanes=(
            lane("approver", "50 %", "100 %", "200 %"),
            lane("deputy", "100 %"),
            lane("requester", "100 %"),
            lane("leader", "200 %"),
        ),
        is_urgent=True,
    )
)
def approval_pending(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find each open step for its people, and for the leaders each request, however many are open.

    A leader's own step goes to the other leaders once it is late and has nowhere to climb from there.
    """
    steps = list(_open_steps().filter(request__opportunity__in=ids).select_related("request__requester"))
    leaders = heads().leaders if steps else ()
    deputies = list(Delegation.objects.filter(approver__in={step.approver_id for step in steps}, ended_at=None))
    climbing: set[int] = set()
    for step, deal in with_deals(steps, attrgetter("request.opportunity_id")):
        apart = {step.approver_id, step.request.requester_id, deal.owner_id}
        others = leaders if step.role == LEADER else [each.deputy_id for each in deputies if _stands_in(each, step)]
        people = {
            "approver": (step.approver_id,) if step.approver_id else (),
            "deputy": tuple(who for who in others if who not in apart),
            "requester": (step.request.requester_id,),
        }
        yield _matter(deal, step, RecordRef("approval_step", step.pk), "opened", people, now)
        if step.role != LEADER and step.request_id not in climbing:
            # The steps come by the moment they escalate, so this is the first of those that are open together.
            climbing.add(step.request_id)
            above = {"leader": tuple(who for who in leaders if who not in apart)}
            subject = RecordRef("approval_request", step.request_id)
            yield _matter(deal, step, subject, f"round:{step.round}:group:{step.group}", above, now)


def deals_waiting_for(event: EventFact) -> Iterable[int]:
    """This function will name the deals on which a step waits for the person an event is about."""
    rows = _open_steps().filter(approver=event.subject.id)
    return set(rows.values_list("request__opportunity_id", flat=True))


def _open_steps() -> QuerySet[ApprovalStep]:
    rows = ApprovalStep.objects.filter(opened_at__isnull=False, decision=None, request__state="in_review")
    return rows.filter(round=F("request__round")).order_by("escalates_at", "id")


def _stands_in(deputy: Delegation, step: ApprovalStep) -> bool:
    """Say whether somebody decides a step in its approver's place on the day it is late, within the limits (§6.4)."""
    if deputy.approver_id != step.approver_id or step.due_at is None:
        return False
    most_discount = ENDLESS if deputy.max_discount is None else deputy.max_discount
    most_amount = ENDLESS if deputy.max_amount is None else deputy.max_amount
    is_within = (step.request.discount or 0) <= most_discount and (step.request.amount or 0) <= most_amount
    return is_within and deputy.starts_on <= step.due_at.date() <= deputy.ends_on


def _matter(
    deal: Deal,
    step: ApprovalStep,
    subject: RecordRef,
    anchor: str,
    people: Mapping[str, tuple[int, ...]],
    now: datetime,
) -> Matter:
    request: ApprovalRequest = step.request
    opened_at, due_at = step.opened_at or now, step.due_at or now
    found = deal.matter(
        anchor, opened_at,
        subject=subject,
        title=f"Decide: {request.what}",
        why=f"{request.requester.name} asked on {deal.name}; it waits since {day(opened_at, now)} "
        f"and is due by {day(due_at, now)}.",
        people=people,
        path=reverse("approvals:request", args=[request.pk]),
        act="Decide",
    )  # fmt: skip
    # The instants the step keeps are those its clock shows (§6.4); the reminder falls on the same.
    kept = {50: step.remind_at, 100: step.due_at, 200: step.escalates_at}
    return replace(found, allowance=step.hours, moments={share: at for share, at in kept.items() if at})
