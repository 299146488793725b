"""A person changes what they say about themselves."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.users.models import User


def change_profile(*, actor: Actor, now: datetime, name: str, time_zone: str) -> User:
    """This function will set one's own name and time zone.

    Raises: Refused for a program; Invalid for an empty name or an unknown zone.
    """
    faults: dict[str, list[str]] = {}
    if not name.strip():
        faults["name"] = ["Write the name colleagues know you by."]
    if time_zone not in available_timezones():
        faults["time_zone"] = [f"{time_zone} is not a time zone."]
    if faults:
        raise Invalid(faults)
    if actor.user_id is None or actor.scopes is not None:
        raise Refused("refused", "A profile is changed by the person themselves.", action="user.change_profile")
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=actor.user_id)
        before = {"name": person.name, "time_zone": person.time_zone}
        person.name, person.time_zone = name.strip(), time_zone
        person.save(update_fields=["name", "time_zone"])
        data = {"before": before, "after": {"name": person.name, "time_zone": person.time_zone}}
        record(actor=actor, action="user.profile_changed.v1", subject=RecordRef("user", person.pk), now=now, data=data)
        return person
