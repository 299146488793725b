"""Give a dead message another life, on a person's word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Refused
from salesops.notifications.domain.delivery import DEAD, PENDING
from salesops.notifications.events import MESSAGE_RETRIED
from salesops.notifications.models import Message


def retry(*, actor: Actor, now: datetime, message_id: int) -> None:
    """This function will line a dead message up again, from its first attempt (reliability P12).

    Raises: Refused unless the actor is sales operations; Conflict unless the message is dead.
    """
    subject = RecordRef("message", message_id)
    if not actor.has_role("revops_admin") or actor.scopes is not None:
        raise Refused("refused", "Only sales operations may retry messages.", action="message.retry", subject=subject)
    with transaction.atomic():
        dead = Message.objects.filter(pk=message_id, status=DEAD)
        if not dead.update(status=PENDING, attempts=0, next_at=now, lease_until=None):
            raise Conflict("not_dead", "This message is not waiting for a retry.", subject=subject)
        record(actor=actor, action=MESSAGE_RETRIED, subject=subject, now=now, data={})
