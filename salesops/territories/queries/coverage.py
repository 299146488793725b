"""Read the coverage of the map as it is, and as it would be with a draft (domain §5.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from salesops.territories.domain.coverage import Coverage, cover_ahead
from salesops.territories.domain.maps import Assignment, Plan, Span, TerritoryMap
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries.maps import rules_of, territory_map


def map_with(plan: TerritoryPlan) -> TerritoryMap:
    """This function will return the map as it would be with a plan published, the people of a draft among it."""
    known = territory_map().with_plan(Plan(plan.number, plan.effective_on, rules_of([plan.pk])[plan.pk]))
    return _staffed(known, plan) if plan.state == "draft" else known


def _staffed(known: TerritoryMap, draft: TerritoryPlan) -> TerritoryMap:
    names = dict(known.people)
    for row in draft.people.select_related("person").order_by("id"):
        span = Span(row.first_day())
        known = known.with_assignment(Assignment(-row.pk, row.territory_id, row.duty, row.person_id or 0, span))
        names |= {row.person.pk: row.person.name} if row.person else {}
    return replace(known, people=names)


def days_of(plan: TerritoryPlan) -> list[date]:
    """This function will list the days on which a draft changes the map: its first, and what begins or ends later."""
    rules = rules_of([plan.pk])[plan.pk]
    people = {row.first_day() for row in plan.people.order_by("id")}
    return sorted({plan.effective_on, *people, *(day for rule in rules for day in rule.span.edges())})


def coverage_ahead(today: date, draft: TerritoryPlan) -> tuple[Coverage, ...]:
    """This function will cover every day of change from a draft's first day on.

    What a draft does not change is no reason against it: only the days on which it is in force are looked at.
    """
    return cover_ahead(map_with(draft), max(today, draft.effective_on))
