"""Put people into a team under a manager."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit
from salesops.users.events import TEAM_FORMED
from salesops.users.models import Membership, Team, User
from salesops.users.services.allow import require_people_manager


def form_team(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    region: str,
    manager_id: int,
    member_ids: Sequence[int],
    is_new: bool = False,
) -> Team:
    """This function will make the named team exactly these people under this manager (domain §1.1).

    Raises: Refused unless the actor is sales operations; Invalid for somebody unknown, and for a name that is taken
    where the team `is_new`.
    """
    require_people_manager(actor, "team.form", RecordRef("team", 0))
    wanted = {manager_id, *member_ids}
    if len(wanted) != User.objects.filter(pk__in=wanted, is_active=True).count():
        raise Invalid({"members": ["Name people who work here."]})
    if is_new and Team.objects.filter(name__iexact=name.strip()).exists():
        raise Invalid({"name": [f"There is a team {name.strip()} already."]})
    with transaction.atomic():
        team, _ = Team.objects.update_or_create(name=name, defaults={"region": region, "manager_id": manager_id})
        team.memberships.exclude(user_id__in=member_ids).delete()
        Membership.objects.bulk_create(
            [Membership(team=team, user_id=member) for member in member_ids], ignore_conflicts=True
        )
        data = {"name": name, "manager_id": manager_id, "member_ids": sorted(member_ids)}
        subject = RecordRef("team", team.pk)
        record(actor=actor, action=TEAM_FORMED, subject=subject, now=now, data=data)
        emit(type=TEAM_FORMED, subject=subject, actor=actor, now=now, data=data)
    return team
