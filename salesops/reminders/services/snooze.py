"""Put a reminder off for a few days, for a reason everybody can read."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor
from salesops.core.business_time import Calendar
from salesops.core.errors import Conflict, Invalid
from salesops.outbox.services.emit import emit
from salesops.reminders.domain.offsets import Offset, Unit, due_at, start_of
from salesops.reminders.events import SNOOZED
from salesops.reminders.models import ReminderEntry
from salesops.reminders.services.own_reminder import lock_own, ref
from salesops.users.queries import calendar_of

LONGEST = Offset(5, Unit.BUSINESS_DAYS)


def snooze(*, actor: Actor, now: datetime, reminder_id: int, until: date, reason: str) -> None:
    """This function will put a reminder off for this person until a day, five business days at most (§12.3).

    Others who have it keep it, and what climbs to a manager climbs all the same.

    Raises: NotVisible; Conflict for an urgent one; Invalid for a day that is past or too far, or without a reason.
    """
    calendar = calendar_of(actor.user_id)
    with transaction.atomic():
        held = lock_own(actor, reminder_id)
        if held.reminder.is_urgent:
            raise Conflict(
                "not_snoozed", "This one cannot be put off.", next_action="Settle it, or have somebody else do it."
            )
        faults = _faults(until, reason, calendar, now)
        if faults:
            raise Invalid(faults)
        held.snoozed_until, held.snooze_reason = start_of(until, calendar), reason.strip()
        held.save(update_fields=["snoozed_until", "snooze_reason"])
        ReminderEntry.objects.create(
            reminder=held.reminder, what="snoozed", at=now, lane=held.lane, person_id=actor.person_id,
            detail=f"until {until}: {reason.strip()}"[:300],
        )  # fmt: skip
        data = {"rule": held.reminder.rule, "until": until.isoformat(), "reason": reason.strip()}
        record(actor=actor, action=SNOOZED, subject=ref(held), now=now, data=data)
        emit(type=SNOOZED, subject=ref(held), actor=actor, now=now, data=data)


def _faults(until: date, reason: str, calendar: Calendar, now: datetime) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    today, latest = calendar.day_of(now), calendar.day_of(due_at(now, LONGEST, calendar))
    if not today < until <= latest:
        faults["until"] = [f"Choose a day from tomorrow to {latest:%a %-d %b}: five business days at most."]
    if not reason.strip():
        faults["reason"] = ["Say why it can wait."]
    return faults
