"""Sales operations takes a day off back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible
from salesops.users.events import DAY_OFF_REMOVED
from salesops.users.models import DayOff
from salesops.users.services.allow import require_people_manager


def remove_day_off(*, actor: Actor, now: datetime, day_off_id: int) -> None:
    """This function will make a day a working day again; clocks that run already keep their end.

    Raises: Refused unless the actor is sales operations; NotVisible where there is no such day.
    """
    subject = RecordRef("workspace", 1)
    require_people_manager(actor, "day_off.remove", subject)
    with transaction.atomic():
        row = DayOff.objects.select_for_update().filter(pk=day_off_id).first()
        if row is None:
            raise NotVisible("not_found", "There is no such day off.", next_action="Open the calendars.")
        row.delete()
        data = {"day": row.day.isoformat(), "name": row.name}
        record(actor=actor, action=DAY_OFF_REMOVED, subject=subject, now=now, data=data)
