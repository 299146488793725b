"""What the pages of territories show: the map of a day, one plan, who has what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from salesops.accounts.queries import accounts, sees_customers
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.territories.domain.coverage import Coverage, Problem, cover, cover_ahead, problems
from salesops.territories.domain.outline import Row, outline
from salesops.territories.domain.resolving import Resolution
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries import Standing, explain_account
from salesops.territories.queries.maps import territory_map

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map of one day: its rows, its faults with what mends them, and the days ahead on which it changes."""

    day: date
    rows: list[Row]
    counts: Mapping[str, int]
    cells: int
    to_fix: list[Problem]
    plan: TerritoryPlan | None
    draft: TerritoryPlan | None
    ahead: tuple[Coverage, ...]
    may_draft: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One account resolved, with what was asked of it."""

    standing: Standing
    found: Resolution
    owner: str
    sdr: str
    since: date | None


def require_reader(actor: Actor) -> None:
    """This function will insist on somebody who works here; partners know no map. Raises: NotVisible."""
    if not sees_customers(actor):
        raise NotVisible("not_found", "There is no such page here.")


def map_page(actor: Actor, day: date, today: date, *, only_problems: bool = False) -> MapPage:
    """This function will show the map on a day (domain §5.3). Raises: NotVisible."""
    require_reader(actor)
    known = territory_map()
    coverage = cover(known, day)
    rows = outline(known, coverage)
    in_force = known.plan_on(day)
    return MapPage(
        day=day,
        rows=_with_faults(rows) if only_problems else rows,
        counts=coverage.counts,
        cells=len(coverage.cells),
        to_fix=problems(known, coverage),
        plan=TerritoryPlan.objects.filter(number=in_force.number).first() if in_force else None,
        draft=TerritoryPlan.objects.filter(state="draft").first(),
        ahead=cover_ahead(known, today)[1:],
        may_draft=may_edit(actor),
    )


def may_edit(actor: Actor) -> bool:
    """This function will say whether somebody may draft at all: operations, or a regional VP for the own region."""
    return decide(actor, "territory.edit", Facts(region=min(actor.regions, default=""))).allowed


def _with_faults(rows: list[Row]) -> list[Row]:
    """Keep the rows with faults and the theatres above them."""
    kept: list[Row] = []
    for row in rows:
        if row.faults or not row.depth:
            while kept and not row.depth and not kept[-1].depth:
                kept.pop()
            kept.append(row)
    return kept if kept and kept[-1].depth else kept[:-1]


def explained(actor: Actor, account_id: int, at: datetime | date) -> Explained:
    """This function will resolve an account for a person to read (domain §5.2). Raises: NotVisible."""
    standing, found = explain_account(actor, account_id, at)
    known = territory_map()
    since = next((each.span.start for each in known.assignments if each.id == found.assignment_id), None)
    owner = known.name_of(found.owner_id) if found.owner_id else ""
    return Explained(standing, found, owner, known.name_of(found.sdr_id) if found.sdr_id else "", since)


def accounts_like(actor: Actor, words: str) -> list[Any]:
    """This function will find the accounts a person may mean, the shortest names first."""
    if not words.strip():
        return []
    rows = accounts(actor, words.strip()).order_by("name", "id")[:MOST_FOUND]
    return sorted(rows, key=lambda each: (len(each.name), each.name))
