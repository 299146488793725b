"""What a back-test found, summed up: who is needed before and after, what became of the deals, what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from approvals.domain.guardrails import STEP_ROLES, in_words

BASES = {"offer": "by their offer", "list": "by list price", "deal": "by their money alone"}
REFUSED = "Refused"
_OUTCOMES = ("won", "lost", "open")


@dataclass(slots=True)
class Tally:
    """Deals counted: all of them, by outcome and by what was answered to their request, and their sum."""

    number: int = 0
    amount: Decimal = Decimal(0)
    by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    examples: list[int] = field(default_factory=list)

    def add(self, row: Mapping[str, Any]) -> None:
        """This function will count one row of a report."""
        self.number += row["number"]
        self.amount += Decimal(row["amount"])
        self.by[row["outcome"]] += row["number"]
        self.by[row["answer"]] += row["number"]
        self.examples += row["examples"][: 5 - len(self.examples)]

    @property
    def won(self) -> int:
        """How many were won."""
        return self.by["won"]

    @property
    def lost(self) -> int:
        """How many were lost."""
        return self.by["lost"]

    @property
    def open(self) -> int:
        """How many are open."""
        return self.by["open"]

    @property
    def approved(self) -> int:
        """How many had their last request approved."""
        return self.by["approved"]

    @property
    def rejected(self) -> int:
        """How many had it rejected."""
        return self.by["rejected"]


@dataclass(frozen=True, slots=True)
class Need:
    """Who has to decide: how many deals need it by the rules in force and by the draft, and what became of those."""

    who: str
    old: Tally
    new: Tally

    @property
    def change(self) -> int:
        """How many more need it by the draft."""
        return self.new.number - self.old.number

    @property
    def change_words(self) -> str:
        """The same with its sign."""
        return f"{self.change:+,}".replace("-", "−") if self.change else "0"


@dataclass(frozen=True, slots=True)
class Shift:
    """Deals that would need others than they did."""

    before: str
    after: str
    deals: Tally


@dataclass(frozen=True, slots=True)
class Report:
    """A back-test summed up. `roles` counts every deal once for each role it needs, `needs` once in all."""

    deals: int
    bases: Sequence[tuple[str, int]]
    needs: Sequence[Need]
    roles: Sequence[Need]
    shifts: Sequence[Shift]

    @property
    def changed(self) -> int:
        """How many deals would need others."""
        return sum(shift.deals.number for shift in self.shifts)

    @property
    def most(self) -> int:
        """The largest count, for the chart."""
        return max((max(need.old.number, need.new.number) for need in self.needs), default=0)


def sum_up(rows: Iterable[Mapping[str, Any]]) -> Report:
    """This function will sum up the rows of a back-test."""
    known = list(rows)
    bases: dict[str, int] = defaultdict(int)
    shifts: dict[tuple[str, str], Tally] = defaultdict(Tally)
    needs: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    roles = {label: (Tally(), Tally()) for label in (*STEP_ROLES.values(), REFUSED)}
    order: dict[str, int] = {}
    for row in known:
        bases[row["basis"]] += row["number"]
        said = []
        for place, side in enumerate(("old", "new")):
            who, among = _who(row[f"{side}_bits"], is_refused=row[f"{side}_refused"])
            order[who] = len(among) + 10 * (who == REFUSED)
            needs[who][place].add(row)
            for label in among:
                roles[label][place].add(row)
            said.append(who)
        if said[0] != said[1]:
            shifts[said[0], said[1]].add(row)
    return Report(
        deals=sum(row["number"] for row in known),
        bases=[(BASES[basis], bases[basis]) for basis in BASES if bases[basis]],
        needs=[Need(who, *needs[who]) for who in sorted(needs, key=lambda who: (order[who], who))],
        roles=[Need(label, *tallies) for label, tallies in roles.items()],
        shifts=sorted(
            (Shift(*key, deals) for key, deals in shifts.items()),
            key=lambda shift: (-shift.deals.number, shift.before, shift.after),
        ),
    )


def _who(bits: int, *, is_refused: bool) -> tuple[str, list[str]]:
    if is_refused:
        return REFUSED, [REFUSED]
    roles = tuple(role for place, role in enumerate(STEP_ROLES) if bits & 1 << place)
    return (in_words(roles) if roles else "Nobody"), [STEP_ROLES[role] for role in roles]
