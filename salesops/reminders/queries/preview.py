"""Who a rule would have told on a day, read from today's records: a look before it is changed (domain §12.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.core.business_time import Calendar
from salesops.reminders.domain.rules import Lane, Matter, due_of_turn
from salesops.reminders.queries.rules import InForce
from salesops.reminders.registry import scope_named
from salesops.users.queries import calendars_of, names_of_people

SLICE = 500
MOST_RECORDS = 20_000
MOST_SHOWN = 50
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Told:
    """One message that would have gone out."""

    at: datetime
    lane: str
    people: str
    title: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would have told between two instants: the first, how many, of how many records."""

    told: Sequence[Told]
    total: int
    records: int

    @property
    def is_cut(self) -> bool:
        """Whether there were more records than are read for a preview."""
        return self.records >= MOST_RECORDS


def preview(rule: InForce, *, start: datetime, end: datetime) -> Preview:
    """This function will work out the turns of a rule due from `start` up to `end`, for the records as they are now."""
    found: list[tuple[datetime, str, Matter]] = []
    last, records = 0, 0
    while records < MOST_RECORDS:
        ids = scope_named(rule.rule.scope).ids_after(last, SLICE)
        if not ids:
            break
        last, records = ids[-1], records + len(ids)
        found += _turns(rule, list(rule.find(ids, end)), start, end)
    found.sort(key=lambda each: (each[0], each[1], each[2].title))
    shown = found[:MOST_SHOWN]
    names = names_of_people({person for _, lane, matter in shown for person in matter.people.get(lane, ())})
    told = [
        Told(at, lane, ", ".join(names.get(person, "") for person in matter.people.get(lane, ())), matter.title)
        for at, lane, matter in shown
    ]
    return Preview(told, len(found), records)


def _turns(
    rule: InForce, matters: Sequence[Matter], start: datetime, end: datetime
) -> list[tuple[datetime, str, Matter]]:
    people = {person for matter in matters for lane in matter.people.values() for person in lane}
    calendars = calendars_of({NOBODY, *people})
    return [
        (due, line.to, matter)
        for matter in matters
        if not matter.is_quiet
        for line in rule.lanes
        if matter.people.get(line.to)
        for due in _due_between(line, matter, calendars[matter.people[line.to][0]], start, end)
    ]


def _due_between(line: Lane, matter: Matter, calendar: Calendar, start: datetime, end: datetime) -> Iterator[datetime]:
    turn = 0
    while (due := due_of_turn(line, turn, matter, calendar)) is not None and due < end:
        if due >= start:
            yield due
        turn += 1
