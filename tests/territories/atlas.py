"""A map to test on: the territories of Halden Works' second plan, drawn through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL
from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.territories.domain.regions import THEATRES
from salesops.territories.models import Territory, TerritoryPlan
from salesops.territories.services.acknowledge_gaps import acknowledge_gaps
from salesops.territories.services.assign import assign
from salesops.territories.services.create_territory import create_territory
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.publish_plan import publish_plan
from salesops.territories.services.write_rule import NewRule, write_rule
from salesops.users.models import RoleGrant, User
from salesops.users.queries import actor_for
from tests.cast import Cast

WHY = "The map of the coming year, as agreed with the regions."
VPS = {"americas": "rosa", "emea": "tomas"}
ANY: tuple[str, ...] = ()
MID_AND_SMALL = (SMALL, MID_MARKET)

# territory → (theatre, who of the cast, its places with their segments)
Drawn = Mapping[str, tuple[str, str, Sequence[tuple[str, Sequence[str]]]]]
WORLD: Drawn = {
    "US, other states": ("americas", "elena", [("US", ANY)]),
    "US West": ("americas", "arjun", [("US-CA", ANY)]),
    "Bay Area": ("americas", "grace", [("bay_area", ANY)]),
    "Americas": ("americas", "elena", [("americas", ANY)]),
    "EMEA": ("emea", "elena", [("emea", ANY)]),
    "DACH": ("emea", "arjun", [("dach", ANY)]),
    "India Enterprise": ("japac", "arjun", [("IN", (ENTERPRISE,))]),
    "India Mid-Market": ("japac", "elena", [("IN", MID_AND_SMALL)]),
    "Rest of APAC": ("japac", "elena", [("rest_of_apac", ANY)]),
}


def draw(
    cast: Cast, world: Drawn = WORLD, *, now: datetime | None = None, effective_on: date | None = None
) -> dict[str, Territory]:
    """Draw, staff and publish a map that holds from today; what it leaves bare its regional VPs acknowledge."""
    at = now or timezone.now()
    known: dict[str, Any] = {"actor": cast.kim, "now": at}
    made = territories(cast, world, now=at)
    plan = draft_plan(**known, effective_on=effective_on or at.date(), reason=WHY)
    write(cast, plan, world, made, now=at)
    publish(cast, plan.number, now=at)
    return made


def territories(cast: Cast, world: Drawn, *, now: datetime) -> dict[str, Territory]:
    """Create the territories and give each to its person; '' leaves it vacant."""
    made = {}
    for name, (theatre, person, _) in world.items():
        made[name] = create_territory(actor=cast.kim, now=now, name=name, theatre=theatre)
        if person:
            give(cast, made[name], person, now=now)
    return made


def give(cast: Cast, territory: Territory, person: str, *, now: datetime, starts_on: date | None = None) -> None:
    """Assign a territory to one of the cast as its account executive, whatever else they are."""
    user = cast.user(person)
    RoleGrant.objects.get_or_create(user=user, role="ae", region="", defaults={"granted_at": now})
    assign(
        actor=cast.kim,
        now=now,
        territory_id=territory.pk,
        person_id=user.pk,
        starts_on=starts_on or now.date(),
        reason=WHY,
    )


def write(cast: Cast, plan: TerritoryPlan, world: Drawn, made: Mapping[str, Territory], *, now: datetime) -> None:
    """Write the rules of a map into a draft."""
    for name, (_, _, places) in world.items():
        for node, segments in places:
            new = NewRule(made[name].pk, node, frozenset(segments))
            write_rule(actor=cast.kim, now=now, number=plan.number, version=None, new=new)


def publish(cast: Cast, number: int, *, now: datetime) -> TerritoryPlan:
    """Publish a draft; what it leaves bare the regional VP of each theatre acknowledges."""
    for theatre in THEATRES:
        with suppress(Conflict):
            vp = vp_of(cast, theatre, now)
            acknowledge_gaps(actor=vp, now=now, number=number, version=None, theatre=theatre, reason=WHY)
    return publish_plan(actor=cast.kim, now=now, number=number, version=None)


def vp_of(cast: Cast, theatre: str, now: datetime) -> Actor:
    """Return the regional VP of a theatre; JAPAC's is none of the cast."""
    if theatre in VPS:
        return cast.actor(VPS[theatre])
    user, is_new = User.objects.get_or_create(email="priya@halden.test", defaults={"name": "Priya Raman"})
    if is_new:
        RoleGrant.objects.create(user=user, role="regional_vp", region=theatre, granted_at=now)
    return actor_for(user)
