"""Ask the rules what they find on some records, and what that asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from salesops.core.actor import RecordRef
from salesops.core.business_time import Calendar
from salesops.reminders.domain.planning import Duty, Occasion
from salesops.reminders.domain.rules import Lane, Matter
from salesops.reminders.queries.rules import InForce
from salesops.users.queries import calendars_of

NOBODY = 0


def find_duties(rules: Iterable[InForce], ids: Sequence[int], *, now: datetime) -> dict[Occasion, Duty]:
    """This function will return everything the rules ask for on these records of their scope.

    A lane nobody is in asks for nothing, so that its first turn is still to come when somebody joins it.
    """
    found = [(rule, matter) for rule in rules if rule.is_on for matter in rule.find(ids, now)]
    people = {person for _, matter in found for people in matter.people.values() for person in people}
    calendars = calendars_of({NOBODY, *people})
    return {
        _occasion(rule, matter, line): Duty(line, matter, calendar_of(line, matter, calendars), rule.revision)
        for rule, matter in found
        for line in rule.lanes
        if matter.people.get(line.to)
    }


def find_matter(rule: InForce, scope_id: int, subject: RecordRef, anchor: str, *, now: datetime) -> Matter | None:
    """This function will return a rule's matter on a record for one occasion; None where it is settled."""
    found = rule.find([scope_id], now)
    return next((each for each in found if each.subject == subject and each.anchor == anchor), None)


def calendar_of(line: Lane, matter: Matter, calendars: dict[int, Calendar]) -> Calendar:
    """This function will return the calendar a lane's clock runs in: of the first person, or the workspace's."""
    return calendars[next(iter(matter.people.get(line.to, ())), NOBODY)]


def _occasion(rule: InForce, matter: Matter, line: Lane) -> Occasion:
    return Occasion(rule.rule.key, matter.subject.kind, matter.subject.id, line.to, matter.anchor)
