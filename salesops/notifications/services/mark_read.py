"""A person has seen what is in their inbox."""

from __future__ import annotations

from datetime import datetime

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.notifications.models import Notification


def mark_read(*, actor: Actor, now: datetime, notification_id: int) -> Notification:
    """This function will mark one line of one's own inbox as read; a second time changes nothing.

    Raises: NotVisible where there is no such line in this inbox.
    """
    theirs = Notification.objects.filter(pk=notification_id, recipient_id=actor.user_id or 0)
    theirs.filter(read_at=None).update(read_at=now)
    found = theirs.first()
    if found is None:
        raise NotVisible("not_found", "There is no such notification for you.", next_action="Open the inbox.")
    return found


def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """This function will mark one's whole inbox as read and return how many lines that were."""
    return Notification.objects.filter(recipient_id=actor.user_id or 0, read_at=None).update(read_at=now)
