"""Read the coverage of the map as it is, and as it would be with a draft (domain §5.3)."""

from __future__ import annotations

from datetime import date

from salesops.territories.domain.coverage import Coverage, cover_ahead
from salesops.territories.domain.maps import Plan, TerritoryMap
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries.maps import rules_of, territory_map


def map_with(plan: TerritoryPlan) -> TerritoryMap:
    """This function will return the map as it would be with a plan published."""
    return territory_map().with_plan(Plan(plan.number, plan.effective_on, rules_of([plan.pk])[plan.pk]))


def coverage_ahead(today: date, draft: TerritoryPlan) -> tuple[Coverage, ...]:
    """This function will cover every day of change from a draft's first day on.

    What a draft does not change is no reason against it: only the days on which it is in force are looked at.
    """
    return cover_ahead(map_with(draft), max(today, draft.effective_on))
