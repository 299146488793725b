"""Let a person open the operators' admin pages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import NotVisible
from salesops.users.events import ADMIN_OPENED
from salesops.users.models import User
from salesops.users.services.allow import require_people_manager


def open_admin(*, actor: Actor, now: datetime, user_id: int) -> None:
    """This function will let a person read the admin pages; it grants no business right (reliability §5).

    Raises: Refused unless the actor is sales operations; NotVisible for an unknown person.
    """
    subject = RecordRef("user", user_id)
    require_people_manager(actor, "admin.open", subject)
    with transaction.atomic():
        if not User.objects.filter(pk=user_id, is_active=True).update(is_staff=True, is_superuser=True):
            raise NotVisible("person_not_found", "There is no such person here.")
        record(actor=actor, action=ADMIN_OPENED, subject=subject, now=now, data={})
