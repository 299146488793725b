"""Who stands in for whom, and for whom somebody may name a deputy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from approvals.domain.kinds import DECIDING_ROLES
from approvals.models import Delegation
from approvals.queries.queue import require_reader
from salesops.core.actor import Actor
from salesops.users.models import Absence
from salesops.users.queries import people, people_by_roles

_DEPUTIES = (*DECIDING_ROLES, "finance_ops")


@dataclass(frozen=True, slots=True)
class Deputies:
    """Delegations that run or are to come, and days away of people who decide."""

    rows: Sequence[Delegation]
    away: Sequence[Absence]
    may_name: bool


def deputies(actor: Actor, *, now: datetime) -> Deputies:
    """This function will list deputies and absences of people who decide. Raises: NotVisible."""
    require_reader(actor)
    today = now.date()
    rows = Delegation.objects.filter(ended_at=None, ends_on__gte=today)
    deciding = people_by_roles(actor, DECIDING_ROLES)
    away = Absence.objects.filter(ends_on__gte=today, user__in=deciding)
    return Deputies(
        list(rows.select_related("approver", "deputy", "set_by").order_by("starts_on", "id")),
        list(away.select_related("user", "deputy").order_by("starts_on", "id")),
        actor.has_role(*DECIDING_ROLES),
    )


def approver_choices(actor: Actor) -> list[tuple[str, str]]:
    """This function will list for whom the actor may name a deputy: themselves, their team, for a leader everybody."""
    rows = people_by_roles(actor, DECIDING_ROLES)
    if not actor.has_role("leader"):
        team = people(actor).filter(memberships__team__manager=actor.user_id)
        rows = rows.filter(pk__in=[actor.user_id or 0, *team.values_list("pk", flat=True)])
    return [(str(pk), name) for pk, name in rows.values_list("id", "name")]


def deputy_choices(actor: Actor) -> list[tuple[str, str]]:
    """This function will list who may be named as a deputy at all."""
    return [(str(pk), name) for pk, name in people_by_roles(actor, _DEPUTIES).values_list("id", "name")]
