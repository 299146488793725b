"""Who works where, on any day: plans with their rules, territories, and the people who have them (domain §5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from salesops.territories.domain.geography import Level, tree

AE, SDR = "ae", "sdr"
DUTIES = {AE: "Account executive", SDR: "Sales development"}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to before the last; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the day lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def edges(self) -> Iterable[date]:
        """List the days on which something begins or ends."""
        return (day for day in (self.start, self.end) if day is not None)


@dataclass(frozen=True, slots=True)
class Rule:
    """One place, for some segments or for any, belongs to a territory."""

    id: int
    territory_id: int
    node: str
    segments: frozenset[str] = frozenset()
    span: Span = Span()

    @property
    def level(self) -> Level:
        """How narrow its place is."""
        return tree()[self.node].level

    def takes(self, segment: str) -> bool:
        """Say whether it is about the segment."""
        return not self.segments or segment in self.segments

    @property
    def rank(self) -> tuple[int, bool]:
        """What decides between rules: the narrower place, then the named segment (domain §5.2)."""
        return self.level, bool(self.segments)


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of the rules, in force from a day on until a later one is."""

    number: int
    effective_on: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person has one duty in one territory for a while."""

    id: int
    territory_id: int
    duty: str
    person_id: int
    span: Span

    def until(self, day: date) -> Assignment:
        """Return it as it is when it ends on a day at the latest; one that begins later never counts."""
        last = max(self.span.start or day, day)
        return replace(self, span=Span(self.span.start, min(self.span.end or last, last)))


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory: its name and the theatre whose regional VP answers for it."""

    id: int
    name: str
    theatre: str


@dataclass(frozen=True, slots=True)
class TerritoryMap:
    """Everything resolution asks for. `vps` is one regional VP for each theatre, who holds what nobody owns."""

    plans: tuple[Plan, ...] = ()
    territories: dict[int, Territory] = field(default_factory=dict)
    assignments: tuple[Assignment, ...] = ()
    vps: dict[str, int] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    def plan_on(self, day: date) -> Plan | None:
        """Return the plan in force on a day: the latest that has begun; of two of one day the higher number."""
        begun = [plan for plan in self.plans if plan.effective_on <= day]
        return max(begun, key=lambda plan: (plan.effective_on, plan.number), default=None)

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """Return the rules that hold on a day."""
        plan = self.plan_on(day)
        return tuple(rule for rule in plan.rules if rule.span.holds(day)) if plan else ()

    def holders_on(self, day: date, territory_id: int, duty: str) -> tuple[Assignment, ...]:
        """Return who has the duty in a territory on a day, by assignment; more than one is a fault."""
        found = (each for each in self.assignments if each.territory_id == territory_id and each.duty == duty)
        return tuple(sorted((each for each in found if each.span.holds(day)), key=lambda each: each.id))

    def days_of_change(self, today: date) -> tuple[date, ...]:
        """Return today and every later day on which something begins or ends, in order (domain §5.3)."""
        days = {day for each in self.assignments for day in each.span.edges()}
        days |= {plan.effective_on for plan in self.plans}
        days |= {day for plan in self.plans for rule in plan.rules for day in rule.span.edges()}
        return (today, *sorted(day for day in days if day > today))

    def on(self, day: date) -> TerritoryMap:
        """Return only what holds on a day: asked a thousand times, it answers faster."""
        plan = self.plan_on(day)
        return replace(
            self,
            plans=(replace(plan, rules=self.rules_on(day)),) if plan else (),
            assignments=tuple(each for each in self.assignments if each.span.holds(day)),
        )

    def with_plan(self, plan: Plan) -> TerritoryMap:
        """Return the map as it would be with one more plan published; the draft of the same number is replaced."""
        others = tuple(each for each in self.plans if each.number != plan.number)
        return replace(self, plans=(*others, plan))

    def with_assignment(self, new: Assignment) -> TerritoryMap:
        """Return the map as it would be if somebody were assigned, or nobody (`person_id` 0): who has it then ends."""
        same, begins = (new.territory_id, new.duty), new.span.start or date.min
        kept = (each.until(begins) if (each.territory_id, each.duty) == same else each for each in self.assignments)
        return replace(self, assignments=(*kept, new) if new.person_id else tuple(kept))

    def name_of(self, person_id: int | None) -> str:
        """Return a person's name for a sentence."""
        return self.people.get(person_id or 0, "nobody")
