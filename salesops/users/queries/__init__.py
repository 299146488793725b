"""Read people, their rights and the workspace; an Actor is read afresh for every request (P21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from salesops.core.actor import Actor
from salesops.core.business_time import Calendar
from salesops.core.errors import NotVisible
from salesops.users.domain.holidays import DaysOff, public_holidays
from salesops.users.domain.working_time import WorkingTime
from salesops.users.models import (
    Absence,
    ApiKey,
    DayOff,
    Membership,
    RoleGrant,
    Team,
    User,
    WorkCalendar,
    WorkspaceSetting,
)

NOBODY = Actor(user_id=None, name="Anonymous")

# Written by hand: every request asks one of the two, and composing them took longer than answering them.
_RIGHTS = """
    u.id, u.name,
    ARRAY(SELECT g.role FROM users_rolegrant g WHERE g.user_id = u.id),
    ARRAY(SELECT g.region FROM users_rolegrant g WHERE g.user_id = u.id AND g.region <> ''),
    ARRAY(SELECT m.team_id FROM users_membership m WHERE m.user_id = u.id
          UNION SELECT t.id FROM users_team t WHERE t.manager_id = u.id)
"""
ACTOR = f"SELECT {_RIGHTS} FROM users_user u WHERE u.id = %s AND u.is_active"  # noqa: S608  constants only
KEY = f"""
    SELECT k.id, k.prefix, k.hashed_key, k.revoked, k.expiry_date, k.allowed_networks, k.last_used_at, k.scopes,
           u.email, {_RIGHTS}
    FROM users_apikey k JOIN users_user u ON u.id = k.owner_id
    WHERE k.prefix = %s AND u.is_active
"""  # noqa: S608  constants only
CALENDARS = """
    SELECT wanted.id, coalesce(u.time_zone, w.time_zone), coalesce(c.opens, w.opens), coalesce(c.closes, w.closes),
           coalesce(c.work_days, w.work_days), coalesce(c.country, w.country), coalesce(c.region, w.region),
           ARRAY(SELECT day FROM users_dayoff)
    FROM unnest(%s::bigint[]) AS wanted(id)
    CROSS JOIN users_workspacesetting w
    LEFT JOIN users_user u ON u.id = wanted.id
    LEFT JOIN users_workcalendar c ON c.user_id = u.id
"""


def actor_for(user: User, *, via: str = "web", scopes: frozenset[str] | None = None) -> Actor:
    """This function will return the person as an Actor, with the rights of this moment, in one statement.

    Raises: NotVisible where the person is disabled.
    """
    return actor_of(user.pk, via=via, scopes=scopes)


def actor_of(user_id: int, *, via: str = "web", scopes: frozenset[str] | None = None) -> Actor:
    """This function will return the person with this id as an Actor, in one statement.

    Raises: NotVisible where there is no such active person.
    """
    with connection.cursor() as cursor:
        cursor.execute(ACTOR, [user_id])
        row = cursor.fetchone()
    if row is None:
        raise NotVisible("person_not_active", "This person does not work here any more.")
    return _actor(*row, via=via, scopes=scopes)


def _actor(
    user_id: int,
    name: str,
    roles: list[str],
    regions: list[str],
    teams: list[int],
    *,
    via: str,
    scopes: frozenset[str] | None,
) -> Actor:
    return Actor(
        user_id=user_id,
        name=name,
        roles=frozenset(roles),
        regions=frozenset(regions),
        team_ids=frozenset(teams),
        scopes=scopes,
        via=via,
    )


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A stored key with the person it acts for; `actor` holds the rights of this moment."""

    id: str
    prefix: str
    hashed_key: str
    revoked: bool
    expiry_date: datetime | None
    allowed_networks: list[str]
    last_used_at: datetime | None
    owner: User
    actor: Actor


def key_by_prefix(prefix: str) -> KnownKey | None:
    """This function will find a key and its active owner's rights, in one statement; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(KEY, [prefix])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, _, hashed_key, revoked, expiry, networks, used_at, scopes, email, *rights = row
    actor = _actor(*rights, via="api", scopes=frozenset(scopes))
    owner = User(id=actor.user_id, name=actor.name, email=email)
    return KnownKey(pk, prefix, hashed_key, revoked, expiry, networks, used_at, owner, actor)


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


def is_manager_of(actor: Actor, user_id: int) -> bool:
    """This function will say whether the actor leads a team the person is in."""
    return Membership.objects.filter(user_id=user_id, team__manager_id=actor.user_id or 0).exists()


def away_on(day: date) -> dict[int, Absence]:
    """This function will return who is away on a day, with the deputy, by person."""
    rows = Absence.objects.filter(starts_on__lte=day, ends_on__gte=day).select_related("deputy")
    return {absence.user_id: absence for absence in rows}


def absences_of(actor: Actor, user_id: int, *, since: date) -> QuerySet[Absence]:
    """This function will return a person's days away that are not over, in order. Raises: NotVisible."""
    person(actor, user_id)
    return Absence.objects.filter(user_id=user_id, ends_on__gte=since).select_related("deputy")


def grants_of(actor: Actor, user_id: int) -> QuerySet[RoleGrant]:
    """This function will return the roles a person holds. Raises: NotVisible."""
    person(actor, user_id)
    return RoleGrant.objects.filter(user_id=user_id).select_related("granted_by")


def teams(actor: Actor) -> QuerySet[Team]:
    """This function will return the teams the actor may see: colleagues see all, others none."""
    sees = actor.via == "system" or bool(actor.roles - {"partner_rep"})
    rows = Team.objects.select_related("manager").prefetch_related("memberships__user")
    return rows if sees else rows.none()


def team_by_id(actor: Actor, team_id: int) -> Team:
    """This function will return one team. Raises: NotVisible."""
    found = teams(actor).filter(pk=team_id).first()
    if found is None:
        raise NotVisible("not_found", "There is no such team.")
    return found


def colleague_choices(actor: Actor, *, but: int = 0) -> list[tuple[str, str]]:
    """This function will list the active people by name, to choose from, without one of them."""
    rows = people(actor).filter(is_active=True).exclude(pk=but).order_by("name", "id")
    return [(str(pk), name) for pk, name in rows.values_list("id", "name")]


def calendars_of(ids: Iterable[int | None]) -> dict[int, Calendar]:
    """This function will return when people work, by id, in one statement; 0 (or None) stands for nobody.

    Who says nothing of their own follows the workspace; a clock of nobody runs in the workspace's zone (§0.3).
    """
    with connection.cursor() as cursor:
        cursor.execute(CALENDARS, [sorted({each or 0 for each in ids})])
        return {
            user_id: Calendar(zone, opens, closes, frozenset(days), DaysOff(country, region, frozenset(own)))
            for user_id, zone, opens, closes, days, country, region, own in cursor.fetchall()
        }


def calendar_of(user_id: int | None) -> Calendar:
    """This function will return when one person works; the workspace's calendar for nobody."""
    return calendars_of([user_id])[user_id or 0]


def own_working_time(actor: Actor) -> WorkingTime | None:
    """This function will return the working time a person has of their own; None who follows the workspace."""
    row = WorkCalendar.objects.filter(user_id=actor.user_id or 0).first()
    return row.working_time if row else None


def days_off() -> list[DayOff]:
    """This function will list the days on which nobody of the workspace works, in order."""
    return list(DayOff.objects.all())


def days_off_ahead(working_time: WorkingTime, *, today: date, most: int = 3) -> list[tuple[date, str]]:
    """This function will name the next days off of a working time, the workspace's own among them, in order."""
    own = {each.day: each.name for each in DayOff.objects.filter(day__gte=today)}
    named = public_holidays(working_time.country, working_time.region, today.year)
    named_next = public_holidays(working_time.country, working_time.region, today.year + 1)
    return sorted((day, name) for day, name in {**named, **named_next, **own}.items() if day >= today)[:most]


def other_working_times(actor: Actor) -> list[WorkCalendar]:
    """This function will list the colleagues who do not follow the workspace's working time, by name."""
    seen = people(actor).filter(is_active=True)
    return list(WorkCalendar.objects.filter(user__in=seen).select_related("user").order_by("user__name", "user_id"))
