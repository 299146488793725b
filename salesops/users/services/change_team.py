"""Rename a team, give it another manager or region, change who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.outbox.services.emit import emit
from salesops.users.events import TEAM_CHANGED
from salesops.users.models import Membership, Team, User
from salesops.users.services.allow import require_people_manager


def change_team(
    *, actor: Actor, now: datetime, team_id: int, name: str, region: str, manager_id: int, member_ids: Sequence[int]
) -> Team:
    """This function will make a team exactly what is given; rights that follow from it change at once (§1.1).

    Raises: Refused unless the actor is sales operations; NotVisible for an unknown team; Invalid for a name that is
    empty or taken, or somebody unknown.
    """
    subject = RecordRef("team", team_id)
    require_people_manager(actor, "team.change", subject)
    with transaction.atomic():
        team = Team.objects.select_for_update().filter(pk=team_id).first()
        if team is None:
            raise NotVisible("not_found", "There is no such team.")
        if faults := _faults(team_id, name.strip(), {manager_id, *member_ids}):
            raise Invalid(faults)
        before = _plain(team)
        team.name, team.region, team.manager_id = name.strip(), region.strip(), manager_id
        team.save(update_fields=["name", "region", "manager_id"])
        team.memberships.exclude(user_id__in=member_ids).delete()
        Membership.objects.bulk_create(
            [Membership(team=team, user_id=member) for member in member_ids], ignore_conflicts=True
        )
        data = {"before": before, "after": _plain(team)}
        if data["before"] != data["after"]:
            record(actor=actor, action=TEAM_CHANGED, subject=subject, now=now, data=data)
            emit(type=TEAM_CHANGED, subject=subject, actor=actor, now=now, data=data)
    return team


def _faults(team_id: int, name: str, wanted: set[int]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not name:
        faults["name"] = ["A team needs a name."]
    elif Team.objects.filter(name__iexact=name).exclude(pk=team_id).exists():
        faults["name"] = [f"There is a team {name} already."]
    if len(wanted) != User.objects.filter(pk__in=wanted, is_active=True).count():
        faults["members"] = ["Name people who work here."]
    return faults


def _plain(team: Team) -> dict[str, object]:
    members = sorted(team.memberships.values_list("user_id", flat=True))
    return {"name": team.name, "region": team.region, "manager_id": team.manager_id, "member_ids": members}
