"""Read whom a territory plan would move: the deals of those who lose their territory by it (domain §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from opportunities.models import Holdover
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor
from salesops.process.queries import definition_of
from salesops.territories.domain.resolving import Resolution
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries import standings
from salesops.territories.queries.coverage import days_of, map_with
from salesops.territories.queries.maps import territory_map
from salesops.users.queries import names_of_people

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Move:
    """One deal that would go from one person to another, at once or after a holdover."""

    deal_id: int
    name: str
    amount: Decimal
    from_name: str
    to_name: str
    territory: str
    on: date
    is_at_once: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """How many deals a plan would move, and the largest of them."""

    at_once: int
    later: int
    rows: tuple[Move, ...]

    @property
    def unshown(self) -> int:
        """How many are not listed."""
        return self.at_once + self.later - len(self.rows)


def moves_by(actor: Actor, plan: TerritoryPlan) -> Moves:
    """This function will compare the map with and without the plan, for every open deal, on the days it changes."""
    deals = list(
        visible_to(actor)
        .filter(stage_kind="open", account__isnull=False)
        .exclude(subtype__in=("renewal", "expansion"))
        .order_by("-amount_reporting", "-id")
        .values_list("pk", "name", "amount_reporting", "account_id", "owner_id", "stage", "definition_id")
    )
    changes = _changes(plan, {row[3] for row in deals})
    names = names_of_people(
        {row[4] for row in deals}
        | {after.owner_id or 0 for each in changes.values() for _, after in each}
        | {after.sdr_id or 0 for each in changes.values() for _, after in each}
    )
    found = []
    for pk, name, amount, account_id, owner_id, stage, definition_id in deals:
        heirs = ((_heir(owner_id, before, after), after) for before, after in changes[account_id])
        heir, after = next((each for each in heirs if each[0]), (None, None))
        if heir is not None and after is not None:
            is_first = stage == definition_of(definition_id).first_stage.key
            told = (names[owner_id], names[heir], after.territory, after.day)
            found.append(Move(pk, name, amount, *told, is_first))
    at_once = sum(move.is_at_once for move in found)
    return Moves(at_once, len(found) - at_once, tuple(found[:MOST_SHOWN]))


def _changes(plan: TerritoryPlan, account_ids: set[int]) -> dict[int, list[tuple[Resolution, Resolution]]]:
    """Resolve accounts without and with a plan, on its first day and on each later one on which it changes more."""
    days = [day for day in days_of(plan) if day >= plan.effective_on]
    without, with_it = territory_map(), map_with(plan)
    asked = standings(account_ids, plan.effective_on)
    maps = [(day, without.on(day), with_it.on(day)) for day in days]
    return {
        pk: [(each.resolve(old, day), each.resolve(new, day)) for day, old, new in maps] for pk, each in asked.items()
    }


def _heir(owner_id: int, before: Resolution, after: Resolution) -> int | None:
    """Say who takes over from an owner, where the map gives the account to somebody else."""
    if not after.is_owned or owner_id not in before.sellers:
        return None
    heir = (after.sdr_id or after.owner_id) if owner_id == before.sdr_id else after.owner_id
    return heir if heir != owner_id else None


def holdovers(actor: Actor, *, now: datetime) -> list[Holdover]:
    """This function will list the open holdovers of deals the actor may see, the first to end first."""
    rows = Holdover.objects.filter(outcome="", opportunity__in=visible_to(actor).filter(stage_kind="open"))
    rows = rows.select_related("opportunity__account", "from_owner", "to_owner", "territory")
    return list(rows.order_by("ends_on", "id"))
