"""Give a person a role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.domain.roles import Role, role_fault
from salesops.users.events import ROLE_GRANTED
from salesops.users.models import RoleGrant, User
from salesops.users.models.workspace import TeamMode
from salesops.users.queries import workspace
from salesops.users.services.allow import require_people_manager


def grant_role(*, actor: Actor, now: datetime, user_id: int, role: str, region: str = "") -> RoleGrant:
    """This function will give a person a role, from the next request on; a role already held changes nothing.

    Raises: Refused unless the actor is sales operations; NotVisible for an unknown person; Invalid for an
    unknown role, a regional role without a region, or roles that do not go together.
    """
    subject = RecordRef("user", user_id)
    require_people_manager(actor, "role.grant", subject)
    if role not in list(Role):
        raise Invalid({"role": [f"There is no role {role}."]})
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if user is None:
            raise NotVisible("person_not_found", "There is no such person here.")
        held = frozenset(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
        is_solo = workspace().team_mode == TeamMode.SOLO
        if fault := role_fault(role, region, held, is_solo=is_solo):
            raise Invalid({"role": [fault]})
        grant, is_new = RoleGrant.objects.get_or_create(
            user=user, role=role, region=region, defaults={"granted_by_id": actor.user_id, "granted_at": now}
        )
        if is_new:
            data = {"role": role, "region": region}
            record(actor=actor, action=ROLE_GRANTED, subject=subject, now=now, data=data)
            emit(type=ROLE_GRANTED, subject=subject, actor=actor, now=now, data=data)
    return grant
