"""The first step of whatever a person does with a reminder: it is theirs, open, and locked until the end."""

from __future__ import annotations

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible
from salesops.reminders.models import ReminderRecipient
from salesops.reminders.registry import scope_named


def lock_own(actor: Actor, reminder_id: int) -> ReminderRecipient:
    """This function will lock the record a reminder is about, then the person's place on it.

    Raises: NotVisible where the person does not have this reminder, or no longer.
    """
    rows = ReminderRecipient.objects.filter(
        reminder=reminder_id, person=actor.user_id or 0, done_at=None, reminder__stopped_at=None
    ).select_related("reminder")
    seen = rows.first()
    if seen is not None:
        scope_named(seen.reminder.scope).lock(seen.reminder.scope_id)
    held = rows.select_for_update(of=("self", "reminder")).first() if seen is not None else None
    if held is None:
        raise NotVisible("not_found", "You have no such reminder; it may have ended.", next_action="Open Today.")
    return held


def ref(held: ReminderRecipient) -> RecordRef:
    """This function will return how ledger and events name the reminder."""
    return RecordRef("reminder", held.reminder_id)
