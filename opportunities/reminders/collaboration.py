"""Reminders of what Sales asked another function for (domain §1.7, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.urls import reverse

from opportunities.domain.collaboration import ACCEPTED, WAITING
from opportunities.models import CollaborationRequest
from opportunities.reminders.deals import day, open_deals
from salesops.core.actor import RecordRef
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule
from salesops.users.queries.leading import holders_of, managers_of


@rule(
    Rule(
        key="collaboration_due",
        scope="opportunity",
        title="Request to a function due",
        trigger="half of the time for a request is used, and all of it",
        stops="the request is done, declined or withdrawn",
        lanes=(
            lane("responsible", "50 %", "100 %", every="1 bd"),
            lane("owner", "100 %"),
            lane("function_lead", "100 %"),
        ),
    )
)
def collaboration_due(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the requests that wait; everybody of the function is told while nobody has taken one."""
    waiting = CollaborationRequest.objects.filter(opportunity__in=ids, state__in=WAITING).order_by("id")
    requests = list(waiting)
    deals = {deal.id: deal for deal in open_deals({request.opportunity_id for request in requests})}
    hands = {request.pk: _hands(request) for request in requests}
    leads = managers_of({person for people in hands.values() for person in people})
    for request in requests:
        deal = deals.get(request.opportunity_id)
        if deal is None:
            continue
        people = tuple(person for person in hands[request.pk] if person != deal.owner_id)
        is_taken = request.state == ACCEPTED
        yield deal.matter(
            f"request:{request.pk}", request.asked_at,
            subject=RecordRef("collaboration_request", request.pk),
            people=deal.people | {"responsible": people, "function_lead": _leads(people, leads)},
            title=f"{'Finish' if is_taken else 'Accept'} the {request.of_kind.label.lower()} for {deal.name}",
            why=f"{deal.owner_name} waits for it since {day(request.asked_at, now)};"
            f" it is due on {day(request.due_at, now)}.",
            path=reverse(f"opportunities:{'finish' if is_taken else 'accept'}_request", args=[request.pk]),
            act="Finish it" if is_taken else "Accept it",
            allowance=request.of_kind.hours,
        )  # fmt: skip


def _hands(request: CollaborationRequest) -> tuple[int, ...]:
    """Return who is responsible, or everybody who may become it."""
    return (request.responsible_id,) if request.responsible_id else holders_of(*request.of_kind.roles)


def _leads(people: Iterable[int], leads: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({lead for person in people for lead in leads[person]}))
