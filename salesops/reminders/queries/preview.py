"""Who a rule would have told on a day, read from today's records: a look before it is changed (domain §12.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from salesops.reminders.domain.planning import Duty
from salesops.reminders.domain.rules import Matter
from salesops.reminders.queries.finding import find_duties
from salesops.reminders.queries.rules import InForce
from salesops.reminders.registry import scope_named
from salesops.users.queries import names_of_people

SLICE = 500
MOST_RECORDS = 20_000
MOST_SHOWN = 50


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
        found += _turns(rule, ids, start, end)
    found.sort(key=lambda each: (each[0], each[1], each[2].title))
    shown = found[:MOST_SHOWN]
    names = names_of_people({person for _, lane, matter in shown for person in matter.people.get(lane, ())})
    told = [
        Told(at, lane, ", ".join(names.get(person, "") for person in matter.people.get(lane, ())), matter.title)
        for at, lane, matter in shown
    ]
    return Preview(told, len(found), records)


def _turns(rule: InForce, ids: Sequence[int], start: datetime, end: datetime) -> Iterator[tuple[datetime, str, Matter]]:
    for duty in find_duties([rule], ids, now=end).values():
        if not duty.matter.is_quiet:
            for due in _due_between(duty, start, end):
                yield due, duty.line.to, duty.matter


def _due_between(duty: Duty, start: datetime, end: datetime) -> Iterator[datetime]:
    turn = 0
    while (due := duty.due(turn)) is not None and due < end:
        if due >= start:
            yield due
        turn += 1
