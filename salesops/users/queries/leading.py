"""Who leads whom and who holds a role, for those whom reminders name (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesops.users.models import Membership, RoleGrant


@dataclass(frozen=True, slots=True)
class Heads:
    """Who leads the house: the leaders, and the regional VPs with their region; a VP of no region leads them all."""

    leaders: tuple[int, ...]
    vps: tuple[tuple[str, int], ...]

    def of_region(self, region: str) -> tuple[int, ...]:
        """Return the regional VPs of a region."""
        return tuple(vp for own, vp in self.vps if own in ("", region))


def heads() -> Heads:
    """This function will return who leads the house now, in one statement."""
    grants = RoleGrant.objects.filter(role__in=("regional_vp", "leader"), user__is_active=True)
    rows = list(grants.order_by("user_id").values_list("role", "region", "user_id"))
    return Heads(
        leaders=tuple(person for role, _, person in rows if role == "leader"),
        vps=tuple((region, person) for role, region, person in rows if role == "regional_vp"),
    )


def managers_of(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """This function will return who leads each person: their team's manager, else the regional VPs of their region.

    Where neither is there, the leaders; nobody is their own manager (domain §12).
    """
    wanted = set(ids)
    found: dict[int, set[int]] = {person: set() for person in wanted}
    teams = Membership.objects.filter(user_id__in=wanted, team__manager__is_active=True)
    for person, manager in teams.values_list("user_id", "team__manager_id"):
        found[person] |= {manager} - {person}
    if all(found.values()):
        return {person: tuple(sorted(managers)) for person, managers in found.items()}
    house = heads()
    regions = dict(RoleGrant.objects.filter(user_id__in=wanted).exclude(region="").values_list("user_id", "region"))
    for person in (person for person, managers in found.items() if not managers):
        vps = set(house.of_region(regions.get(person, "")))
        found[person] = (vps - {person}) or set(house.leaders) - {person}
    return {person: tuple(sorted(managers)) for person, managers in found.items()}


def holders_of(*roles: str) -> tuple[int, ...]:
    """This function will return the active people who hold any of the roles, by id (domain §12)."""
    grants = RoleGrant.objects.filter(role__in=roles, user__is_active=True)
    return tuple(grants.order_by("user_id").values_list("user_id", flat=True).distinct())
