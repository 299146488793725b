"""Read who works where, as plain values that resolution asks."""

from __future__ import annotations

from collections import defaultdict

from salesops.territories.domain.maps import Assignment, Plan, Rule, Span, TerritoryMap
from salesops.territories.domain.maps import Territory as TerritoryValue
from salesops.territories.domain.regions import THEATRES
from salesops.territories.models import Territory, TerritoryAssignment, TerritoryPlan, TerritoryRule
from salesops.users.queries import names_of_people
from salesops.users.queries.leading import heads


def territory_map() -> TerritoryMap:
    """This function will return every published plan, assignment and regional VP, in six statements (domain §5.2)."""
    plans = TerritoryPlan.objects.filter(state="published").order_by("number")
    rules = rules_of([plan.pk for plan in plans])
    assignments = tuple(
        Assignment(row.pk, row.territory_id, row.duty, row.person_id, Span(row.valid_from, row.valid_to))
        for row in TerritoryAssignment.objects.order_by("id")
    )
    vps = _vps()
    return TerritoryMap(
        plans=tuple(Plan(plan.number, plan.effective_on, rules[plan.pk]) for plan in plans),
        territories={row.pk: TerritoryValue(row.pk, row.name, row.theatre) for row in Territory.objects.all()},
        assignments=assignments,
        vps=vps,
        people=names_of_people({*vps.values(), *(each.person_id for each in assignments)}),
    )


def rules_of(plan_ids: list[int]) -> dict[int, tuple[Rule, ...]]:
    """This function will return the rules of plans, by plan; a plan without rules has none."""
    found: dict[int, list[Rule]] = defaultdict(list)
    for row in TerritoryRule.objects.filter(plan__in=plan_ids).order_by("id"):
        span = Span(row.valid_from, row.valid_to)
        found[row.plan_id].append(Rule(row.pk, row.territory_id, row.node_id, frozenset(row.segments), span))
    return {plan_id: tuple(found[plan_id]) for plan_id in plan_ids}


def _vps() -> dict[str, int]:
    """Return one regional VP for each theatre: of those there are, the first who came."""
    house = heads().vps
    own = {theatre: [person for region, person in house if region == theatre] for theatre in THEATRES}
    of_all = [person for region, person in house if not region]
    return {theatre: min(people or of_all) for theatre, people in own.items() if people or of_all}
