"""The people that rules look at: those who hold a role that decides."""

from __future__ import annotations

from collections.abc import Sequence

from approvals.domain.kinds import DECIDING_ROLES
from salesops.users.models import User


def lock_person(person_id: int) -> None:
    """This function will lock a person until the transaction ends: the first lock of whatever fires on them."""
    User.objects.select_for_update(of=("self",)).filter(pk=person_id).values_list("id").first()


def decider_ids(last: int, limit: int) -> Sequence[int]:
    """This function will return the next ids of people who decide."""
    rows = User.objects.filter(pk__gt=last, is_active=True, role_grants__role__in=DECIDING_ROLES)
    return list(rows.order_by("id").values_list("id", flat=True).distinct()[:limit])
