"""Fire one obligation: everything it does commits together with the mark that it is done (reliability §6.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from salesops.core.actor import RecordRef
from salesops.core.business_time import next_opening
from salesops.reminders.domain.planning import Duty, Occasion
from salesops.reminders.domain.rules import newest_turn
from salesops.reminders.models import Obligation, Status
from salesops.reminders.queries.finding import calendar_of, find_matter
from salesops.reminders.queries.rules import InForce
from salesops.reminders.queries.surroundings import Surroundings
from salesops.reminders.registry import scope_named
from salesops.reminders.services.plan_duties import make_turn
from salesops.reminders.services.stop import SETTLED, stop_settled
from salesops.reminders.services.tell_people import open_reminder, recipients_of, tell_people

# What is told later than this waits for working hours again; the end of a day is told at the end of the day.
STILL_IN_TIME = timedelta(hours=1)


class Fenced(Exception):
    """Another process took the obligation over, or it is settled: everything this one did is rolled back."""


def fire(row: Obligation, around: Surroundings) -> None:
    """This function will lock the record, look whether the matter still stands, and tell those it concerns.

    `row` is the obligation as it was leased. A settled matter is cancelled; of turns missed in an outage only the
    newest tells; what everybody put off waits until the first of them takes it up again.

    Raises: Fenced where the lease is no longer ours.
    """
    rule = around.rule(row.rule)
    with transaction.atomic():
        scope_named(rule.rule.scope).lock(row.scope_id)
        ours = Obligation.objects.filter(pk=row.pk, lease_token=row.lease_token, status=Status.PENDING)
        if ours.update(lease_until=None, **_effect(row, rule, around)) != 1:
            raise Fenced


def _effect(row: Obligation, rule: InForce, around: Surroundings) -> dict[str, Any]:
    """Do what the obligation asks for and return what becomes of it."""
    now = around.now
    line = rule.lane(row.lane)
    subject = RecordRef(row.subject_kind, row.subject_id)
    matter = find_matter(rule, row.scope_id, subject, row.anchor, now=now)
    if line is None or matter is None:
        return _end(Status.CANCELLED, SETTLED if line else "The rule was switched off.")
    calendars = around.calendars(matter.people.get(line.to, ()))
    duty = Duty(line, matter, calendar_of(line, matter, calendars), rule.revision)
    due = duty.due(row.turn)
    if due is None:
        return _end(Status.CANCELLED, "The rule tells no more often.")
    if due > now:
        return _put_off(until=due, due_at=due)
    if now - due > STILL_IN_TIME and (opening := next_opening(now, calendar=duty.calendar)) > now:
        return _put_off(until=opening)
    newest = newest_turn(line, row.turn, matter, duty.calendar, now=now)
    if newest > row.turn:
        _plan(row, duty, newest)
        return _end(Status.SKIPPED, f"Missed with {newest - row.turn - 1} more; only the newest is told.")
    return _tell(row, rule, duty, around)


def _tell(row: Obligation, rule: InForce, duty: Duty, around: Surroundings) -> dict[str, Any]:
    matter, now = duty.matter, around.now
    if matter.is_quiet:
        stop_settled(row.scope, row.scope_id, now=now)
        _plan(row, duty, row.turn + 1)
        return _end(Status.DONE, "There was nothing to say.")
    reminder = open_reminder(row)
    people = recipients_of(reminder, matter.people.get(row.lane, ()), around.away)
    awake = [each for each in people if each.snoozed_until is None or each.snoozed_until <= now]
    if people and not awake:
        return _put_off(until=min(each.snoozed_until for each in people if each.snoozed_until))
    if awake:
        tell_people(row, reminder, rule.rule, matter, awake, now=now)
    _plan(row, duty, row.turn + 1)
    return _end(Status.DONE, "" if awake else "There was nobody to tell.")


def _plan(row: Obligation, duty: Duty, turn: int) -> None:
    due = duty.due(turn)
    if due is not None:
        occasion = Occasion(row.rule, row.subject_kind, row.subject_id, row.lane, row.anchor)
        make_turn(row.scope, row.scope_id, occasion, duty, turn, due)


def _end(status: Status, note: str) -> dict[str, Any]:
    return {"status": status, "done_at": Now(), "note": note}


def _put_off(*, until: datetime, **more: Any) -> dict[str, Any]:
    return {"next_at": until, "attempts": 0, **more}
