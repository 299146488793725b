"""Say that a reminder is done: it ends where the matter is settled, or where it only told what happened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict
from salesops.outbox.services.emit import emit
from salesops.reminders.events import ENDED
from salesops.reminders.models import Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.queries.finding import find_matter
from salesops.reminders.queries.rules import rule_in_force
from salesops.reminders.services.own_reminder import lock_own, ref
from salesops.reminders.services.stop import stop


def end_reminder(*, actor: Actor, now: datetime, reminder_id: int) -> None:
    """This function will end a reminder for this person, and for all when nobody has it any more (domain §12.3).

    A notice ends by being read. Any other is looked at again: it ends if its matter is settled, else it stays.

    Raises: NotVisible; Conflict naming what would settle it.
    """
    with transaction.atomic():
        held = lock_own(actor, reminder_id)
        reminder, rule = held.reminder, rule_in_force(held.reminder.rule)
        if not rule.rule.is_notice and _stands(reminder, now=now):
            raise Conflict(
                "still_open", f"Not done yet: {reminder.why}", next_action=f"It ends by itself when {rule.rule.stops}."
            )
        held.done_at = now
        held.save(update_fields=["done_at"])
        ReminderEntry.objects.create(reminder=reminder, what="ended", at=now, lane=held.lane, person_id=actor.person_id)
        still_held = ReminderRecipient.objects.filter(reminder=reminder, done_at=None).exists()
        if not rule.rule.is_notice or not still_held:
            stop([reminder], because="Everybody who had it is done.", now=now)
        data = {"rule": reminder.rule}
        record(actor=actor, action=ENDED, subject=ref(held), now=now, data=data)
        emit(type=ENDED, subject=ref(held), actor=actor, now=now, data=data)


def _stands(reminder: Reminder, *, now: datetime) -> bool:
    subject = RecordRef(reminder.subject_kind, reminder.subject_id)
    rule = rule_in_force(reminder.rule)
    matter = find_matter(rule, reminder.scope_id, subject, reminder.anchor, now=now)
    return matter is not None and not matter.is_quiet
