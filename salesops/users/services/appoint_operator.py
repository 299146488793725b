"""Appoint the first person of an empty workspace, who then takes in everybody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.users.domain.roles import Role
from salesops.users.models import RoleGrant, User
from salesops.users.services.create_person import create_person
from salesops.users.services.grant_role import grant_role


def appoint_operator(*, actor: Actor, now: datetime, email: str, name: str, password: str) -> User:
    """This function will make one person sales operations, where nobody is yet.

    Raises: Conflict where somebody is already; Invalid where a value cannot be; Refused unless the system acts.
    """
    with transaction.atomic():
        if RoleGrant.objects.filter(role=Role.REVOPS_ADMIN, user__is_active=True).exists():
            raise Conflict(
                "operator_exists",
                "Somebody is sales operations already.",
                next_action="Ask that person to take you in under Settings › People.",
            )
        person = create_person(actor=actor, now=now, email=email, name=name, password=password)
        grant_role(actor=actor, now=now, user_id=person.pk, role=Role.REVOPS_ADMIN)
    return person
