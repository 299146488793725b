"""What the page of a territory plan shows, and what its forms offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.territories.domain.coverage import Coverage, Problem, cover_ahead, problems
from salesops.territories.domain.geography import Level, tree
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.domain.regions import THEATRES
from salesops.territories.domain.segments import say_segments
from salesops.territories.models import TerritoryPlan
from salesops.territories.queries import day_of
from salesops.territories.queries.coverage import map_with
from salesops.territories.queries.maps import territory_map
from salesops.territories.queries.pages import may_edit, require_reader


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a person reads it."""

    id: int
    where: str
    kind: str
    territory: str
    segments: str
    change: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Who a draft gives a territory to: from whom, to whom ("" is nobody), from when."""

    id: int
    territory_id: int
    territory: str
    duty: str
    from_name: str
    to_name: str
    first_day: date


@dataclass(frozen=True, slots=True)
class TheatreRow:
    """What a plan leaves open in a theatre, and who accepted that."""

    key: str
    name: str
    faults: int
    overlaps: int
    accepted_by: str
    may_accept: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan: its rules against the plan before, its coverage from its first day, and what may be done."""

    plan: TerritoryPlan
    before: TerritoryPlan | None
    rules: list[RuleRow]
    dropped: list[RuleRow]
    people: list[PersonRow]
    coverage: Coverage
    days: int
    theatres: list[TheatreRow]
    to_fix: list[Problem]
    versions: list[TerritoryPlan]
    may_edit: bool
    may_publish: bool


def plan_by_number(actor: Actor, number: int) -> TerritoryPlan:
    """This function will return one plan. Raises: NotVisible."""
    require_reader(actor)
    found = TerritoryPlan.objects.select_related("author", "published_by").filter(number=number).first()
    if found is None:
        raise NotVisible("plan_not_found", "There is no such territory plan here.")
    return found


def newest_number(actor: Actor) -> int | None:
    """This function will return the number of the newest plan that was not given up. Raises: NotVisible."""
    require_reader(actor)
    rows = TerritoryPlan.objects.exclude(state="discarded").order_by("-number")
    return rows.values_list("number", flat=True).first()


def plan_page(actor: Actor, number: int, now: datetime) -> PlanPage:
    """This function will show one plan against the published one before it (domain §5.3). Raises: NotVisible."""
    plan = plan_by_number(actor, number)
    earlier = TerritoryPlan.objects.filter(state="published", number__lt=number).order_by("-number").first()
    known = map_with(plan)
    first = max(plan.effective_on, day_of(now)) if plan.state == "draft" else plan.effective_on
    coverages = cover_ahead(known, first)
    rules, dropped = _rules_against(plan, earlier)
    return PlanPage(
        plan=plan,
        before=earlier,
        rules=rules,
        dropped=dropped,
        people=_people(plan),
        coverage=coverages[0],
        days=len(coverages),
        theatres=_theatres(actor, plan, coverages),
        to_fix=problems(known, coverages[0]),
        versions=list(TerritoryPlan.objects.order_by("-number")),
        may_edit=plan.state == "draft" and may_edit(actor),
        may_publish=plan.state == "draft" and decide(actor, "territory.publish", Facts()).allowed,
    )


def _rules_against(plan: TerritoryPlan, earlier: TerritoryPlan | None) -> tuple[list[RuleRow], list[RuleRow]]:
    """Return the plan's rules, the new ones marked, and those of the plan before that it no longer has."""
    own, old = _rule_rows(plan), _rule_rows(earlier) if earlier else []
    said = {(row.where, row.kind, row.territory, row.segments) for row in old}
    kept = {(row.where, row.kind, row.territory, row.segments) for row in own}
    marked = [
        RuleRow(
            row.id, row.where, row.kind, row.territory, row.segments,
            "new" if earlier and (row.where, row.kind, row.territory, row.segments) not in said else "",
        )
        for row in own
    ]  # fmt: skip
    return marked, [row for row in old if (row.where, row.kind, row.territory, row.segments) not in kept]


def _rule_rows(plan: TerritoryPlan) -> list[RuleRow]:
    rows = [
        RuleRow(
            rule.pk, tree()[rule.node_id].name, tree()[rule.node_id].word, rule.territory.name,
            say_segments(frozenset(rule.segments)), "",
        )
        for rule in plan.rules.select_related("territory").order_by("id")
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row.territory, row.where, row.id))


def _people(plan: TerritoryPlan) -> list[PersonRow]:
    """List what the draft plans; once it is published the assignments themselves say so."""
    rows = plan.people.select_related("territory", "person").order_by("territory__name", "duty")
    known = territory_map() if rows else TerritoryMap()
    found = []
    for row in rows:
        day = row.first_day()
        held = known.holders_on(day - timedelta(days=1), row.territory_id, row.duty)
        before = known.name_of(held[0].person_id) if held else ""
        after = row.person.name if row.person else ""
        named = (row.territory_id, row.territory.name, row.get_duty_display())
        found.append(PersonRow(row.pk, *named, before, after, day))
    return found


def _theatres(actor: Actor, plan: TerritoryPlan, coverages: tuple[Coverage, ...]) -> list[TheatreRow]:
    words = plan.acknowledgements.filter(plan_version=plan.version).select_related("by").order_by("id")
    accepted = {word.theatre: word.by.name for word in words}
    found = []
    for key, name in THEATRES.items():
        faults = [each for day in coverages for each in day.faults.values() if each.theatre == key]
        overlaps = sum(each.verdict in ("overlap", "double") for each in faults)
        may = decide(actor, "territory.acknowledge", Facts(region=key)).allowed
        found.append(TheatreRow(key, name, len(faults), overlaps, accepted.get(key, ""), may))
    return found


def place_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """This function will list the places a rule may name, the widest first, for a form."""
    groups: dict[Level, list[tuple[str, str]]] = {level: [] for level in Level if level is not Level.ACCOUNT}
    for node in tree().values():
        above = f", {tree()[node.parent].name}" if node.level >= Level.SUBDIVISION else ""
        groups[node.level].append((node.key, f"{node.name}{above}"))
    labels = {level: f"{level.word.capitalize()}s".replace("ys", "ies") for level in groups}
    return [(labels[level], sorted(rows, key=lambda row: row[1])) for level, rows in groups.items()]


def tomorrow(now: datetime) -> date:
    """This function will return the day after: what a new plan or person begins with unless somebody says otherwise."""
    return day_of(now) + timedelta(days=1)


def rule_in(plan: TerritoryPlan, rule_id: int) -> dict[str, object]:
    """This function will return a plan's rule as a form starts with it. Raises: NotVisible."""
    rule = plan.rules.filter(pk=rule_id).first()
    if rule is None:
        raise NotVisible("rule_not_found", "There is no such rule in this plan.")
    return {"territory_id": rule.territory_id, "node": rule.node_id, "segments": rule.segments}
