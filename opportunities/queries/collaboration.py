"""Collaboration requests: those of one deal, and those that wait for a person (domain §1.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from opportunities.domain.collaboration import ACCEPTED, REQUESTED, WAITING, Clock, clock_of, kinds_of
from opportunities.models import CollaborationRequest, Opportunity
from opportunities.queries.visible import charter_facts, get_visible, visible_to
from salesops.charter import Facts, decide
from salesops.charter.functions import FUNCTIONS, functions_of
from salesops.core.actor import Actor
from salesops.core.business_time import Calendar
from salesops.core.errors import NotVisible
from salesops.users.queries import calendars_of, people_by_roles

RELATED = ("opportunity__account", "opportunity__owner", "responsible", "asked_by")
MOST = 300


def visible_requests(actor: Actor) -> QuerySet[CollaborationRequest]:
    """This function will return the requests a person may read, in no order.

    Who reads deals in full reads them all; everybody else those of their function, and their own.
    """
    rows = CollaborationRequest.objects.filter(opportunity__in=visible_to(actor)).select_related(*RELATED)
    if decide(actor, "opp.view_full", Facts()).allowed:
        return rows
    mine = Q(kind__in=kinds_of(functions_of(actor.roles))) | Q(responsible=actor.user_id) | Q(asked_by=actor.user_id)
    return rows.filter(mine)


def request_of(actor: Actor, request_id: int) -> CollaborationRequest:
    """This function will return one request. Raises: NotVisible."""
    found = visible_requests(actor).filter(pk=request_id).first()
    if found is None:
        raise NotVisible("not_found", f"There is no request {request_id} for you.", next_action="Open the requests.")
    return found


def requests_of(actor: Actor, opportunity_id: int) -> QuerySet[CollaborationRequest]:
    """This function will return the requests of one deal. Raises: NotVisible, Refused."""
    deal = get_visible(actor, opportunity_id)
    return CollaborationRequest.objects.filter(opportunity=deal).select_related(*RELATED)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request with its clock, and what the reader may do with it."""

    request: CollaborationRequest
    clock: Clock
    may_open_deal: bool
    may_accept: bool
    may_finish: bool
    may_decline: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class DealRequests:
    """The requests of one deal: those that wait, longest first, and those that ended, newest first."""

    opportunity: Opportunity
    waiting: list[RequestRow]
    ended: list[RequestRow]
    may_ask: bool

    @property
    def sentence(self) -> str:
        """How many wait, and how many of these are late."""
        late = sum(row.clock.is_over for row in self.waiting)
        return f"{len(self.waiting)} open{f', {late} late' if late else ''}" if self.waiting else "none open"


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: in the reader's own hands, for the reader's functions, on the reader's deals, and elsewhere."""

    mine: list[RequestRow]
    functions: list[RequestRow]
    deals: list[RequestRow]
    elsewhere: list[RequestRow]
    function_labels: list[str]

    @property
    def groups(self) -> list[tuple[str, list[RequestRow], str]]:
        """The parts that are not empty: title, rows, and what they are."""
        waiting = f"Waiting for {' and '.join(self.function_labels)}"
        parts = [
            ("Yours", self.mine, "You are responsible"),
            (waiting, self.functions, "Anybody of the function may accept"),
            ("For your deals", self.deals, "You stay accountable"),
            ("Elsewhere", self.elsewhere, ""),
        ]
        return [part for part in parts if part[1]]

    @property
    def to_do(self) -> int:
        """How many the reader can act on: their own, and those nobody has taken."""
        return len(self.mine) + len(self.functions)


def deal_requests(actor: Actor, opportunity_id: int, *, now: datetime) -> DealRequests:
    """This function will read the requests of one deal. Raises: NotVisible, Refused."""
    deal = get_visible(actor, opportunity_id)
    found = CollaborationRequest.objects.filter(opportunity=deal).select_related(*RELATED)
    rows = _rows(actor, found.order_by("asked_at", "id")[:MOST], now)
    return DealRequests(
        opportunity=deal,
        waiting=[row for row in rows if row.request.state in WAITING],
        ended=[row for row in reversed(rows) if row.request.state not in WAITING],
        may_ask=deal.is_open and decide(actor, "collaboration.request", charter_facts(deal, actor)).allowed,
    )


def queue(actor: Actor, *, now: datetime) -> Queue:
    """This function will read what waits on open deals, the longest waiting first."""
    waiting = visible_requests(actor).filter(state__in=WAITING, opportunity__stage_kind="open")
    rows = _rows(actor, waiting.order_by("asked_at", "id")[:MOST], now)
    kinds = kinds_of(functions_of(actor.roles))
    mine = _take(rows, lambda each: each.responsible_id == actor.user_id)
    functions = _take(rows, lambda each: each.kind in kinds and each.state == REQUESTED)
    deals = _take(rows, lambda each: each.opportunity.owner_id == actor.user_id)
    labels = [FUNCTIONS[key].label for key in sorted(functions_of(actor.roles))]
    return Queue(mine, functions, deals, rows, labels)


def _take(rows: list[RequestRow], wanted: Callable[[CollaborationRequest], Any]) -> list[RequestRow]:
    """Take out the rows that are wanted: each request stands in one place."""
    taken = [row for row in rows if wanted(row.request)]
    rows[:] = [row for row in rows if row not in taken]
    return taken


def _rows(actor: Actor, requests: Iterable[CollaborationRequest], now: datetime) -> list[RequestRow]:
    found = list(requests)
    calendars = calendars_of([_counts_for(each) for each in found])
    return [_row(actor, each, calendars[_counts_for(each)], now) for each in found]


def _counts_for(request: CollaborationRequest) -> int:
    """Return in whose business hours a request's clock runs: who is responsible, the asker while nobody is."""
    return request.responsible_id or request.asked_by_id


def _row(actor: Actor, request: CollaborationRequest, calendar: Calendar, now: datetime) -> RequestRow:
    facts = charter_facts(request.opportunity, actor)
    facts = replace(facts, is_own_area=request.of_kind.function in functions_of(actor.roles))
    answers = decide(actor, "collaboration.answer", facts).allowed
    is_theirs = answers and request.state == ACCEPTED and request.responsible_id == actor.user_id
    return RequestRow(
        request=request,
        clock=clock_of(request.of_kind, request.asked_at, request.closed_at or now, calendar),
        may_open_deal=decide(actor, "opp.view_full", facts).allowed,
        may_accept=answers and request.state == REQUESTED and request.opportunity.is_open,
        may_finish=is_theirs,
        may_decline=is_theirs or (answers and request.state == REQUESTED),
        may_withdraw=request.state in WAITING and decide(actor, "collaboration.request", facts).allowed,
    )


def people_of_functions(actor: Actor, *, but: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """This function will list the people of each function by name, to choose from, without one of them."""
    found = []
    for function in FUNCTIONS.values():
        people = people_by_roles(actor, function.roles).exclude(pk=but)
        found.append((function.label, [(str(each.pk), each.name) for each in people]))
    return found
