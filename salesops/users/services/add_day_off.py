"""Sales operations adds a day on which nobody of the workspace works."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.users.events import DAY_OFF_ADDED
from salesops.users.models import DayOff
from salesops.users.services.allow import require_people_manager


def add_day_off(*, actor: Actor, now: datetime, day: date, name: str) -> DayOff:
    """This function will add one day to everybody's holidays (domain §0.3).

    Raises: Refused unless the actor is sales operations; Invalid without a name, or where the day is one already.
    """
    subject = RecordRef("workspace", 1)
    require_people_manager(actor, "day_off.add", subject)
    if not name.strip():
        raise Invalid({"name": ["Say what the day is."]})
    with transaction.atomic():
        row, is_new = DayOff.objects.get_or_create(day=day, defaults={"name": name.strip()})
        if not is_new:
            raise Invalid({"day": [f"{day:%-d %B %Y} is a day off already: {row.name}."]})
        data = {"day": day.isoformat(), "name": row.name}
        record(actor=actor, action=DAY_OFF_ADDED, subject=subject, now=now, data=data)
    return row
