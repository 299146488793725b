"""Take a role from a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit
from salesops.users.events import ROLE_REVOKED
from salesops.users.models import RoleGrant, User
from salesops.users.services.allow import require_people_manager


def revoke_role(*, actor: Actor, now: datetime, user_id: int, role: str, region: str = "") -> None:
    """This function will take a role away, at once: the next request has it no more (P21).

    Raises: Refused unless the actor is sales operations; Invalid where the person does not hold it.
    """
    subject = RecordRef("user", user_id)
    require_people_manager(actor, "role.revoke", subject)
    with transaction.atomic():
        User.objects.select_for_update().filter(pk=user_id).first()
        deleted, _ = RoleGrant.objects.filter(user_id=user_id, role=role, region=region).delete()
        if not deleted:
            raise Invalid({"role": ["The person does not hold this role in this region."]})
        data = {"role": role, "region": region}
        record(actor=actor, action=ROLE_REVOKED, subject=subject, now=now, data=data)
        emit(type=ROLE_REVOKED, subject=subject, actor=actor, now=now, data=data)
