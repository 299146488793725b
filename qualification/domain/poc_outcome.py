"""What a proof of concept came to, computed from its numbers (domain §4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qualification.domain.success_plan import PlanCriterion, number

EXCEEDED, MET, PARTIALLY_MET, NOT_MET, ABANDONED = "exceeded", "met", "partially_met", "not_met", "abandoned"
OUTCOMES = (EXCEEDED, MET, PARTIALLY_MET, NOT_MET, ABANDONED)
PASS, FAIL, NOT_TESTED = "pass", "fail", "not_tested"
BEATS_BY = Decimal("0.20")


@dataclass(frozen=True, slots=True)
class Result:
    """One criterion with what was measured, in its unit, and what that means."""

    criterion: PlanCriterion
    measured: Decimal | None

    @property
    def state(self) -> str:
        """`pass`, `fail` or `not_tested`: derived, never typed in."""
        target = number(self.criterion.target)
        if self.measured is None or target is None:
            return NOT_TESTED
        passes = {
            ">=": self.measured >= target,
            "<=": self.measured <= target,
            "=": self.measured == target,
        }[self.criterion.direction]
        return PASS if passes else FAIL

    @property
    def beats_target(self) -> bool:
        """Whether it passes by 20 % of the target or more."""
        target = number(self.criterion.target)
        if self.state != PASS or self.measured is None or not target:
            return False
        better = self.measured - target if self.criterion.direction == ">=" else target - self.measured
        return self.criterion.direction != "=" and better >= abs(target) * BEATS_BY


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome and the sentence with its counts."""

    name: str
    sentence: str


def results_of(criteria: Sequence[PlanCriterion], measured: Mapping[str, Decimal]) -> list[Result]:
    """This function will put each criterion beside its newest measurement, by key."""
    return [Result(each, measured.get(each.key)) for each in criteria]


def compute_outcome(results: Sequence[Result]) -> Outcome:
    """This function will judge the results: exceeded, met, partially met or not met (domain §4.4).

    A criterion that was not tested has not passed. Without any should-criterion all of them count as passed.
    """
    musts = [each for each in results if each.criterion.priority == "must"]
    shoulds = [each for each in results if each.criterion.priority == "should"]
    must_share, should_share = _share(musts), _share(shoulds)
    words = f"{_passed(musts)} of {len(musts)} musts and {_passed(shoulds)} of {len(shoulds)} shoulds pass."
    beaten = [each.criterion.text for each in musts if each.beats_target]
    if must_share == 1 and should_share >= Decimal("0.9") and beaten:
        return Outcome(EXCEEDED, f"{words} Beaten by 20 % or more: {', '.join(beaten)}.")
    if must_share == 1 and should_share >= Decimal("0.6"):
        return Outcome(MET, words)
    if must_share >= Decimal("0.7"):
        return Outcome(PARTIALLY_MET, words)
    return Outcome(NOT_MET, words)


def _passed(results: Sequence[Result]) -> int:
    return sum(each.state == PASS for each in results)


def _share(results: Sequence[Result]) -> Decimal:
    return Decimal(_passed(results)) / len(results) if results else Decimal(1)
