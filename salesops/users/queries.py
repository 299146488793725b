"""Read people, their rights and the workspace; an Actor is read afresh for every request (P21)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.users.models import Absence, ApiKey, Membership, RoleGrant, Team, User, WorkspaceSetting

NOBODY = Actor(user_id=None, name="Anonymous")


def actor_for(user: User, *, via: str = "web", scopes: frozenset[str] | None = None) -> Actor:
    """This function will return the person as an Actor, with the rights of this moment, in one statement.

    Raises: NotVisible where the person is disabled.
    """
    return actor_of(user.pk, via=via, scopes=scopes)


def actor_of(user_id: int, *, via: str = "web", scopes: frozenset[str] | None = None) -> Actor:
    """This function will return the person with this id as an Actor, in one statement.

    Raises: NotVisible where there is no such active person.
    """
    grants = RoleGrant.objects.filter(user=OuterRef("pk")).order_by("id")
    joined = Membership.objects.filter(user=OuterRef("pk")).values("team_id")
    managed = Team.objects.filter(manager=OuterRef("pk")).values("id")
    row = (
        User.objects.filter(pk=user_id, is_active=True)
        .values_list(
            "name",
            ArraySubquery(grants.values("role")),
            ArraySubquery(grants.values("region")),
            ArraySubquery(joined),
            ArraySubquery(managed),
        )
        .first()
    )
    if row is None:
        raise NotVisible("person_not_active", "This person does not work here any more.")
    name, roles, regions, joined_ids, managed_ids = row
    return Actor(
        user_id=user_id,
        name=name,
        roles=frozenset(roles),
        regions=frozenset(filter(None, regions)),
        team_ids=frozenset([*joined_ids, *managed_ids]),
        scopes=scopes,
        via=via,
    )


def actor_by_email(email: str, *, via: str) -> Actor:
    """This function will return the person who signs in with an e-mail address, as an Actor.

    Raises: NotVisible where there is none, or none who is active.
    """
    found = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    return actor_of(found or 0, via=via)


def is_anybody_here() -> bool:
    """This function will say whether the workspace has people at all."""
    return User.objects.exists()


def people(actor: Actor) -> QuerySet[User]:
    """This function will return the people the actor may see: colleagues see each other (domain §1.1)."""
    if actor.via == "system" or (actor.roles - {"partner_rep"}):
        return User.objects.all()
    return User.objects.filter(pk=actor.user_id or 0)


def person(actor: Actor, person_id: int) -> User:
    """This function will return one person with roles and teams.

    Raises: NotVisible where there is none for this actor.
    """
    found = people(actor).prefetch_related("role_grants", "memberships__team").filter(pk=person_id).first()
    if found is None:
        raise NotVisible("person_not_found", "There is no such person here.")
    return found


def workspace() -> WorkspaceSetting:
    """This function will return the workspace's settings (domain §0.3)."""
    return WorkspaceSetting.objects.get(pk=1)


def deputy_of(actor: Actor, user_id: int, *, on: date) -> int | None:
    """This function will return the id of the person who stands in for someone on a day, if that one is away."""
    absence = Absence.objects.filter(user_id=user_id, starts_on__lte=on, ends_on__gte=on).first()
    return absence.deputy_id if absence else None


def people_by_role(actor: Actor, role: str, region: str = "") -> QuerySet[User]:
    """This function will return the active people who hold a role, in a region where one is named."""
    grants = RoleGrant.objects.filter(role=role)
    if region:
        grants = grants.filter(Q(region=region) | Q(region=""))
    return people(actor).filter(is_active=True, pk__in=grants.values("user_id")).order_by("name", "id")


def people_by_roles(actor: Actor, roles: Iterable[str]) -> QuerySet[User]:
    """This function will return the active people who hold any of the roles, by name."""
    holders = RoleGrant.objects.filter(role__in=list(roles)).values("user_id")
    return people(actor).filter(is_active=True, pk__in=holders).order_by("name", "id")


def api_keys(actor: Actor) -> QuerySet[ApiKey]:
    """This function will return the keys the actor may see: their own, or all for sales operations."""
    rows = ApiKey.objects.select_related("owner").order_by("-created")
    return rows if actor.has_role("revops_admin") else rows.filter(owner_id=actor.user_id or 0)


def names_of_people(ids: Iterable[int]) -> dict[int, str]:
    """This function will name people by id, for records that keep only the number of who acted."""
    wanted = list(ids)
    return dict(User.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def people_with_roles(actor: Actor) -> list[User]:
    """This function will return the active people with their roles and teams, by name."""
    rows = people(actor).filter(is_active=True).prefetch_related("role_grants", "memberships__team")
    return list(rows.order_by("name", "id"))
