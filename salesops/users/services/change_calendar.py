"""A person says when they work, or follows the workspace."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.users.domain.working_time import WorkingTime
from salesops.users.events import CALENDAR_CHANGED
from salesops.users.models import User, WorkCalendar


def change_calendar(*, actor: Actor, now: datetime, working_time: WorkingTime | None) -> None:
    """This function will set one's own working time; None follows the workspace's (domain §0.3).

    Clocks that run already keep the end they were given.

    Raises: Refused for a program; Invalid for hours, days or holidays that cannot be.
    """
    if actor.user_id is None or actor.scopes is not None:
        raise Refused("refused", "A calendar is changed by the person themselves.", action="calendar.change")
    if working_time and (faults := working_time.faults()):
        raise Invalid(faults)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        row = WorkCalendar.objects.filter(user_id=actor.user_id).first()
        before = row.working_time if row else None
        if before == working_time:
            return
        if working_time is None:
            WorkCalendar.objects.filter(user_id=actor.user_id).delete()
        else:
            row = row or WorkCalendar(user_id=actor.user_id)
            row.working_time = working_time
            row.save()
        data = {"before": before and before.facts, "after": working_time and working_time.facts}
        record(actor=actor, action=CALENDAR_CHANGED, subject=RecordRef("user", actor.user_id), now=now, data=data)
