"""Read which leads a territory plan would move, at once on the day it changes their place (domain §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesops.core.actor import Actor
from salesops.intake.models import Lead
from salesops.intake.queries.leads import visible_to
from salesops.intake.queries.ownership import heir_of, led_by_the_map, whereabouts
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries.coverage import days_of, map_with
from salesops.territories.queries.maps import territory_map
from salesops.users.queries import names_of_people

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class LeadGoes:
    """One lead that would go from one person to another; `from_name` is "" where nobody has it."""

    lead: Lead
    from_name: str
    to_name: str
    territory: str
    on: date


@dataclass(frozen=True, slots=True)
class LeadMoves:
    """How many leads a plan would move, and the newest of them."""

    total: int
    rows: tuple[LeadGoes, ...]

    @property
    def unshown(self) -> int:
        """How many are not listed."""
        return self.total - len(self.rows)


def lead_moves_by(actor: Actor, plan: TerritoryPlan) -> LeadMoves:
    """This function will say which worked leads go elsewhere with the plan than without it, and on which day first."""
    worked = list(led_by_the_map().filter(pk__in=visible_to(actor).values("pk")).order_by("-opened_at", "-pk"))
    without, with_it = territory_map(), map_with(plan)
    days = [(day, without.on(day), with_it.on(day)) for day in days_of(plan) if day >= plan.effective_on]
    found = []
    for lead, where in zip(worked, whereabouts(worked, plan.effective_on), strict=True):
        for day, old, new in days:
            after = where.resolve(new, day)
            heir = heir_of(lead.owner_id, after)
            if heir and heir != heir_of(lead.owner_id, where.resolve(old, day)):
                found.append((lead, heir, after))
                break
    names = names_of_people({heir for _, heir, _ in found} | {lead.owner_id or 0 for lead, _, _ in found})
    rows = tuple(
        LeadGoes(lead, names.get(lead.owner_id or 0, ""), names[heir], after.territory, after.day)
        for lead, heir, after in found[:MOST_SHOWN]
    )
    return LeadMoves(len(found), rows)
