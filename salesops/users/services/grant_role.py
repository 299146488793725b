"""Give a person a role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.domain.roles import Role
from salesops.users.events import ROLE_GRANTED
from salesops.users.models import RoleGrant, User
from salesops.users.services.allow import require_people_manager


def grant_role(*, actor: Actor, now: datetime, user_id: int, role: str, region: str = "") -> RoleGrant:
    """This function will give a person a role, from the next request on; a role already held changes nothing.

    Raises: Refused unless the actor is sales operations; NotVisible for an unknown person; Invalid for an
    unknown role.
    """
    subject = RecordRef("user", user_id)
    require_people_manager(actor, "role.grant", subject)
    if role not in list(Role):
        raise Invalid({"role": [f"There is no role {role}."]})
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if user is None:
            raise NotVisible("person_not_found", "There is no such person here.")
        grant, is_new = RoleGrant.objects.get_or_create(
            user=user, role=role, region=region, defaults={"granted_by_id": actor.user_id, "granted_at": now}
        )
        if is_new:
            data = {"role": role, "region": region}
            record(actor=actor, action=ROLE_GRANTED, subject=subject, now=now, data=data)
            emit(type=ROLE_GRANTED, subject=subject, actor=actor, now=now, data=data)
    return grant
