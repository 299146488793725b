"""Sales operations says when people work who say nothing else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.users.domain.working_time import WorkingTime
from salesops.users.events import DEFAULT_CALENDAR_CHANGED
from salesops.users.models import WorkspaceSetting
from salesops.users.models.calendar import FIELDS
from salesops.users.services.allow import require_people_manager


def change_default_calendar(*, actor: Actor, now: datetime, time_zone: str, working_time: WorkingTime) -> None:
    """This function will set the working time of the workspace, and the zone of clocks that run for nobody (§0.3).

    Raises: Refused unless the actor is sales operations; Invalid for a value that cannot be.
    """
    subject = RecordRef("workspace", 1)
    require_people_manager(actor, "workspace.change_calendar", subject)
    faults = working_time.faults()
    if time_zone not in available_timezones():
        faults["time_zone"] = [f"{time_zone} is not a time zone."]
    if faults:
        raise Invalid(faults)
    with transaction.atomic():
        row = WorkspaceSetting.objects.select_for_update().get(pk=1)
        before = {"time_zone": row.time_zone, **row.working_time.facts}
        row.time_zone, row.working_time = time_zone, working_time
        after = {"time_zone": time_zone, **working_time.facts}
        if before == after:
            return
        row.save(update_fields=["time_zone", *FIELDS])
        data = {"before": before, "after": after}
        record(actor=actor, action=DEFAULT_CALENDAR_CHANGED, subject=subject, now=now, data=data)
