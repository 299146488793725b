"""Take an absence back: the person is here after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.events import ABSENCE_CANCELLED
from salesops.users.models import Absence
from salesops.users.services.allow import require_absence_keeper


def cancel_absence(*, actor: Actor, now: datetime, user_id: int, absence_id: int) -> None:
    """This function will remove days away and the deputy for them (domain §6.4); the ledger keeps what they were.

    Raises: Refused; NotVisible where the person has no such absence.
    """
    require_absence_keeper(actor, "absence.cancel", user_id)
    with transaction.atomic():
        absence = Absence.objects.select_for_update().filter(pk=absence_id, user_id=user_id).first()
        if absence is None:
            raise NotVisible("not_found", "There is no such absence.")
        data = {
            "deputy_id": absence.deputy_id,
            "starts_on": absence.starts_on.isoformat(),
            "ends_on": absence.ends_on.isoformat(),
        }
        absence.delete()
        subject = RecordRef("user", user_id)
        record(actor=actor, action=ABSENCE_CANCELLED, subject=subject, now=now, data=data)
        emit(type=ABSENCE_CANCELLED, subject=subject, actor=actor, now=now, data=data)
