"""Give a dead obligation another life, on a person's word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Refused
from salesops.reminders.events import RETRIED
from salesops.reminders.models import Obligation, Status


def retry(*, actor: Actor, now: datetime, obligation_id: int) -> None:
    """This function will have a dead obligation fired again, from its first attempt (reliability P12).

    Raises: Refused unless the actor is sales operations; Conflict unless it is dead.
    """
    subject = RecordRef("obligation", obligation_id)
    if not actor.has_role("revops_admin"):
        raise Refused("refused", "Only sales operations may retry reminders.", action=RETRIED, subject=subject)
    with transaction.atomic():
        changed = Obligation.objects.filter(pk=obligation_id, status=Status.DEAD).update(
            status=Status.PENDING, attempts=0, next_at=now, lease_until=None, done_at=None, note=""
        )
        if not changed:
            raise Conflict("not_dead", "This reminder does not wait for a retry.", action=RETRIED, subject=subject)
        record(actor=actor, action=RETRIED, subject=subject, now=now, data={})
