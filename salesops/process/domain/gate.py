"""What a gate says: each criterion's state with sentence, evidence and fix (domain §2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from salesops.process.domain.definition import Edge


class State(StrEnum):
    """The state of one criterion for one record."""

    MET = "met"
    UNMET = "unmet"
    WAIVED = "waived"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Fix:
    """The action that would meet a criterion: a stable key, words for the button, and where on the record."""

    key: str
    label: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one evaluator says: state, one sentence, evidence in words, and the fix when not met."""

    state: State
    explanation: str
    evidence: tuple[str, ...] = ()
    fix: Fix | None = None


def check(holds: bool, sentence: str, fix: Fix) -> Verdict:
    """This function will return one line of a list: how it stands, and the form that mends it."""
    return Verdict(State.MET, sentence) if holds else Verdict(State.UNMET, sentence, fix=fix)


def all_hold(*lines: Verdict) -> Verdict:
    """This function will pass where every line does; else it says all that do not, and the first one's fix."""
    failed = [each for each in lines if each.state is not State.MET]
    words = " ".join(each.explanation for each in failed or lines)
    return Verdict(State.UNMET, words, fix=failed[0].fix) if failed else Verdict(State.MET, words)


@dataclass(frozen=True, slots=True)
class Attested:
    """An attestation in force: who said so, when, on what."""

    by: str
    at: datetime
    note: str
    source_class: str


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver in force: who, when, why (domain §0.3)."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Testimony:
    """What people have said of one record: attestations and waivers in force, by criterion id."""

    attested: Mapping[str, Attested] = field(default_factory=dict)
    waived: Mapping[str, Waived] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateItem:
    """One row of the gate panel, the same on the page, over the API and in an import report."""

    id: str
    title: str
    kind: str
    state: State
    explanation: str
    evidence: tuple[str, ...]
    fix: Fix | None
    fixers: tuple[str, ...]
    waivable: bool
    waiver_roles: tuple[str, ...] = ()

    @property
    def opens(self) -> bool:
        """Whether this criterion lets the record through."""
        return self.state in (State.MET, State.WAIVED)


_ORDER = {State.UNMET: 0, State.STALE: 1, State.WAIVED: 2, State.MET: 3}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer to "may this record make this move now"; `allowed` only if every item opens."""

    edge: Edge
    from_label: str
    to_label: str
    items: tuple[GateItem, ...]

    @property
    def allowed(self) -> bool:
        """Whether every criterion is met or waived."""
        return all(item.opens for item in self.items)

    @property
    def met(self) -> int:
        """How many criteria let the record through."""
        return sum(item.opens for item in self.items)

    @property
    def total(self) -> int:
        """How many criteria the gate has."""
        return len(self.items)

    @property
    def in_order(self) -> list[GateItem]:
        """The items as people read them: not met, stale, waived, met."""
        return sorted(self.items, key=lambda item: _ORDER[item.state])

    @property
    def missing(self) -> list[GateItem]:
        """The items that keep the gate closed, not met first."""
        return [item for item in self.in_order if not item.opens]

    def snapshot(self) -> list[dict[str, Any]]:
        """This function will return the evaluation as plain data, kept with the stage event."""
        return [
            {
                "id": item.id,
                "title": item.title,
                "state": item.state.value,
                "explanation": item.explanation,
                "evidence": list(item.evidence),
                "fix": item.fix and {"key": item.fix.key, "label": item.fix.label, "target": item.fix.target},
                "fixers": list(item.fixers),
                "waivable": item.waivable,
            }
            for item in self.in_order
        ]
