"""Give a dead delivery another life, on a person's word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Refused
from salesops.outbox.models import Delivery, DeliveryStatus


def retry(*, actor: Actor, now: datetime, delivery_id: int) -> None:
    """This function will line a dead delivery up again, from its first attempt (reliability P12).

    Raises: Refused unless the actor is sales operations; Conflict unless the delivery is dead.
    """
    subject = RecordRef("delivery", delivery_id)
    if not actor.has_role("revops_admin"):
        raise Refused(
            "refused", "Only sales operations may retry deliveries.", action="delivery.retry", subject=subject
        )
    with transaction.atomic():
        changed = Delivery.objects.filter(pk=delivery_id, status=DeliveryStatus.DEAD).update(
            status=DeliveryStatus.PENDING, attempts=0, next_at=now, lease_until=None
        )
        if not changed:
            raise Conflict(
                "not_dead", "This delivery is not waiting for a retry.", action="delivery.retry", subject=subject
            )
        record(actor=actor, action="delivery.retried", subject=subject, now=now, data={})
