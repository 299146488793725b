"""Take a new person into the workspace."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit
from salesops.users.events import PERSON_CREATED
from salesops.users.models import User
from salesops.users.services.allow import require_people_manager


def create_person(
    *, actor: Actor, now: datetime, email: str, name: str, password: str | None = None, time_zone: str = "UTC"
) -> User:
    """This function will store a person without any role; roles are granted one by one (domain §1.1).

    Raises: Refused unless the actor is sales operations; Invalid where a value cannot be.
    """
    require_people_manager(actor, "person.create", RecordRef("user", 0))
    user = User(email=User.objects.normalize_email(email).lower(), name=name.strip(), time_zone=time_zone)
    user.set_password(password)
    try:
        user.full_clean()
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"password": error.messages}
        raise Invalid(fields) from error
    with transaction.atomic():
        user.save()
        subject = RecordRef("user", user.pk)
        data = {"email": user.email, "name": user.name}
        record(actor=actor, action=PERSON_CREATED, subject=subject, now=now, data=data)
        emit(type=PERSON_CREATED, subject=subject, actor=actor, now=now, data={"name": user.name})
    return user
