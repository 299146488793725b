"""Say that a person is away and who stands in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.events import ABSENCE_SET
from salesops.users.models import Absence, User
from salesops.users.services.allow import require_absence_keeper


def set_absence(
    *, actor: Actor, now: datetime, user_id: int, deputy_id: int, starts_on: date, ends_on: date
) -> Absence:
    """This function will store days away, both included, and the deputy (domain §6.4).

    Everyone sets their own; a manager sets those of the team, sales operations anyone's.

    Raises: Refused; Invalid where the days are reversed or overlap others, or the deputy cannot stand in.
    """
    subject = RecordRef("user", user_id)
    require_absence_keeper(actor, "absence.set", user_id)
    if ends_on < starts_on:
        raise Invalid({"ends_on": ["The last day is before the first."]})
    if deputy_id == user_id:
        raise Invalid({"deputy": ["Name another person."]})
    with transaction.atomic():
        if User.objects.select_for_update().filter(pk=user_id, is_active=True).first() is None:
            raise NotVisible("person_not_found", "There is no such person here.")
        if not User.objects.filter(pk=deputy_id, is_active=True).exists():
            raise Invalid({"deputy": ["There is no such person here."]})
        others = Absence.objects.filter(user_id=user_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if other := others.first():
            days = f"{other.starts_on:%-d %b} to {other.ends_on:%-d %b %Y}"
            raise Invalid({"starts_on": [f"These days overlap an absence from {days}."]})
        absence = Absence.objects.create(user_id=user_id, deputy_id=deputy_id, starts_on=starts_on, ends_on=ends_on)
        data = {"deputy_id": deputy_id, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
        record(actor=actor, action=ABSENCE_SET, subject=subject, now=now, data=data)
        emit(type=ABSENCE_SET, subject=subject, actor=actor, now=now, data=data)
    return absence
