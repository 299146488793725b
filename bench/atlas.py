"""Draws a map that changes often and covers it as the runtime role; run by bench/coverage.py."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from itertools import cycle
from statistics import median
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from salesops.core.actor import SYSTEM  # noqa: E402
from salesops.territories.domain.coverage import cover_ahead  # noqa: E402
from salesops.territories.domain.geography import Level, tree  # noqa: E402
from salesops.territories.domain.segments import SEGMENTS  # noqa: E402
from salesops.territories.models import TerritoryRule  # noqa: E402
from salesops.territories.queries.maps import territory_map  # noqa: E402
from salesops.territories.services.assign import assign  # noqa: E402
from salesops.territories.services.create_territory import create_territory  # noqa: E402
from salesops.territories.services.draft_plan import draft_plan  # noqa: E402
from salesops.territories.services.publish_plan import publish_plan  # noqa: E402
from salesops.users.models import User  # noqa: E402
from salesops.users.queries import actor_for  # noqa: E402
from salesops.users.services.grant_role import grant_role  # noqa: E402

TERRITORIES, RULES, QUARTERS, WEEKS = 20, 60, 12, 52
WHY = "The map of the benchmark."


def main() -> None:
    """Give a territory to somebody each week, publish twelve plans a quarter apart, and print what covering costs."""
    now = timezone.now()
    known: dict[str, Any] = {"actor": actor_for(person(1, "revops_admin")), "now": now}
    sellers = [person(number, "ae").pk for number in (2, 3)]
    made = [create_territory(**known, name=f"T{n}", theatre="emea").pk for n in range(TERRITORIES)]
    for pk in made:
        give(known, pk, sellers[0], now)
    for week, pk in zip(range(1, WEEKS + 1), cycle(made), strict=False):
        give(known, pk, sellers[week % 2], now + timedelta(days=7 * week))
    took = publish(known, made, now, turn=0)
    print(f"a plan over {WEEKS} weekly changes of people: published in {took:.2f} s, counted by Python and the trigger")
    for quarter in range(1, QUARTERS):
        publish(known, made, now + timedelta(days=91 * quarter), turn=quarter)
    tell(f"{QUARTERS} quarterly plans of {RULES} rules, {WEEKS} weekly changes of people", now)


def person(number: int, role: str) -> User:
    """Return one of the generated people with a role."""
    user = User.objects.get(email=f"seller{number}@bench.example")
    grant_role(actor=SYSTEM, now=timezone.now(), user_id=user.pk, role=role)
    return user


def give(known: dict[str, Any], territory_id: int, person_id: int, starts: datetime) -> None:
    """Give a territory to somebody from a day on."""
    assign(**known, territory_id=territory_id, person_id=person_id, starts_on=starts.date(), reason=WHY)


def publish(known: dict[str, Any], made: list[int], begins: datetime, *, turn: int) -> float:
    """Publish a plan in which every place has moved on to the next territory; return the seconds of the last step."""
    plan = draft_plan(**known, effective_on=begins.date(), reason=WHY)
    wide = [node.key for node in tree().values() if node.level in (Level.THEATRE, Level.REGION, Level.METRO)]
    narrow = [node.key for node in tree().values() if node.level in (Level.COUNTRY, Level.SUBDIVISION)]
    nodes = [*wide, *narrow[:: len(narrow) // (RULES - len(wide))]][:RULES]
    plan.rules.all().delete()
    TerritoryRule.objects.bulk_create(
        TerritoryRule(plan=plan, node_id=node, territory_id=made[(n + turn) % TERRITORIES], segments=some(n))
        for n, node in enumerate(nodes)
    )
    begun = time.perf_counter()
    publish_plan(**known, number=plan.number, version=None)
    return time.perf_counter() - begun


def some(number: int) -> list[str]:
    """Name a segment for every fourth rule that is no theatre's; the others are for any."""
    return [SEGMENTS[number % 3]] if number % 4 == 3 else []


def tell(what: str, now: datetime) -> None:
    """Print how long it takes to read the map and cover today and every day ahead: the middle of five."""
    spent = []
    for _ in range(5):
        begun = time.perf_counter()
        covered = cover_ahead(territory_map(), now.date())
        spent.append(time.perf_counter() - begun)
    cells = sum(len(each.cells) for each in covered)
    print(f"{what}: {len(covered)} days, {cells:,} cells in {median(spent):.2f} s; load {os.getloadavg()[0]:.1f}")


main()
