"""The list of leads: who works what, in the order it wants to be worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When

from salesops.core.actor import Actor
from salesops.intake.domain.leads import PARKED, WORKED
from salesops.intake.domain.touch_clock import TouchClock, touch_clock
from salesops.intake.models import Lead, LeadSignal
from salesops.intake.queries.leads import visible_to
from salesops.intake.queries.scores import with_score
from salesops.users.queries import calendars_of

PAGE_SIZE = 50
SHELVES: dict[str, tuple[str, Q]] = {
    "mine": ("Mine", Q(status__in=WORKED)),
    "work": ("To work", Q(status__in=WORKED)),
    "nobody": ("Nobody's", Q(status__in=WORKED, owner__isnull=True)),
    "parked": ("Resting", Q(status__in=PARKED)),
    "closed": ("Closed", Q(status__in=("converted", "disqualified"))),
    "all": ("All", Q()),
}
# Waits for a first touch by a clock.
WAITING = Q(status__in=WORKED, first_touched_at__isnull=True, due_at__isnull=False)


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead with its score now and, while it waits for its first touch, its clock."""

    lead: Lead
    clock: TouchClock | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is wanted: a shelf, a segment, a source, words, an asset that touched them; `number` from 1."""

    shelf: str = "work"
    segment: str = ""
    source: str = ""
    words: str = ""
    asset_id: int | None = None
    number: int = 1


@dataclass(frozen=True, slots=True)
class LeadPage:
    """One page of leads with the totals of the whole filter."""

    rows: list[LeadRow]
    shelves: list[tuple[str, str, int]]
    segments: dict[str, int]
    late: int
    total: int
    has_next: bool


def lead_page(actor: Actor, asked: Asked, *, now: datetime) -> LeadPage:
    """This function will return a page of leads: late and due first touches first, then the highest scores."""
    shelves = _counts(actor, visible_to(actor))
    rows = _asked_for(actor, asked, now)
    counted = (
        rows.order_by().values("segment").annotate(number=Count("id"), late=Count("id", WAITING & Q(due_at__lt=now)))
    )
    by_segment = {row["segment"]: row for row in counted}
    start = (asked.number - 1) * PAGE_SIZE
    found = list(_in_order(rows)[start : start + PAGE_SIZE + 1])
    return LeadPage(
        rows=with_clocks(found[:PAGE_SIZE], now=now),
        shelves=[(key, label, shelves[key]) for key, (label, _) in SHELVES.items()],
        segments={segment: by_segment[segment]["number"] for segment in "ABCD" if segment in by_segment},
        late=sum(row["late"] for row in by_segment.values()),
        total=sum(row["number"] for row in by_segment.values()),
        has_next=len(found) > PAGE_SIZE,
    )


def all_rows(actor: Actor, asked: Asked, *, now: datetime) -> list[LeadRow]:
    """This function will return every lead of the filter, in the order of the list."""
    return with_clocks(list(_in_order(_asked_for(actor, asked, now))), now=now)


def with_clocks(leads: list[Lead], *, now: datetime) -> list[LeadRow]:
    """This function will give leads that wait for their first touch their clock, in their owner's hours."""
    calendars = calendars_of({lead.owner_id for lead in leads})
    return [
        LeadRow(
            lead,
            touch_clock(lead.opened_at, lead.due_at, now, calendar=calendars[lead.owner_id or 0])
            if lead.due_at and lead.first_touched_at is None and lead.status in WORKED
            else None,
        )
        for lead in leads
    ]


def _counts(actor: Actor, rows: QuerySet[Lead]) -> dict[str, int]:
    mine = Q(owner_id=actor.user_id or 0)
    asked = {
        key: Count("id", filter=condition & mine if key == "mine" else condition)
        for key, (_, condition) in SHELVES.items()
    }
    return rows.aggregate(**asked)


def _asked_for(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Any]:
    rows = with_score(_narrowed(actor, visible_to(actor), asked), now)
    return rows.filter(segment=asked.segment) if asked.segment else rows


def _in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    waits = Case(When(WAITING, then=F("due_at")))
    return rows.select_related("owner").order_by(waits.asc(nulls_last=True), "-score", "-opened_at", "-id")


def _narrowed(actor: Actor, rows: QuerySet[Lead], asked: Asked) -> QuerySet[Lead]:
    rows = rows.filter(SHELVES[asked.shelf][1])
    if asked.shelf == "mine":
        rows = rows.filter(owner_id=actor.user_id or 0)
    if asked.source:
        rows = rows.filter(source=asked.source)
    if asked.asset_id is not None:
        rows = rows.filter(Exists(LeadSignal.objects.filter(lead=OuterRef("pk"), asset_id=asked.asset_id)))
    if asked.words:
        rows = rows.filter(
            Q(company__icontains=asked.words)
            | Q(person_name__icontains=asked.words)
            | Q(person_email__icontains=asked.words)
        )
    return rows
