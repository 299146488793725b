"""What a proof of concept came to, computed from its numbers (domain §4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from qualification.domain.success_plan import PlanCriterion, number

EXCEEDED, MET, PARTIALLY_MET, NOT_MET, ABANDONED = "exceeded", "met", "partially_met", "not_met", "abandoned"
OUTCOMES = (EXCEEDED, MET, PARTIALLY_MET, NOT_MET, ABANDONED)
PASS, FAIL, NOT_TESTED = "pass", "fail", "not_tested"
BEATS_BY = Decimal("0.20")
MUSTS_PARTLY, SHOULDS_MET, SHOULDS_EXCEEDED = Decimal("0.7"), Decimal("0.6"), Decimal("0.9")
# From the worst to the best; an outcome is followed by the next better one.
LADDER = (NOT_MET, PARTIALLY_MET, MET, EXCEEDED)


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
    if must_share == 1 and should_share >= SHOULDS_EXCEEDED and beaten:
        return Outcome(EXCEEDED, f"{words} Beaten by 20 % or more: {', '.join(beaten)}.")
    if must_share == 1 and should_share >= SHOULDS_MET:
        return Outcome(MET, words)
    if must_share >= MUSTS_PARTLY:
        return Outcome(PARTIALLY_MET, words)
    return Outcome(NOT_MET, words)


@dataclass(frozen=True, slots=True)
class Distance:
    """What lies between the outcome and the next better one; `to` is empty where none is better."""

    to: str
    sentence: str
    open_criteria: tuple[Result, ...] = ()


def distance_to_next(results: Sequence[Result]) -> Distance:
    """This function will say how many musts and shoulds separate the results from the next better outcome."""
    now = compute_outcome(results).name
    if now == EXCEEDED:
        return Distance("", "No outcome is better than this one.")
    to = LADDER[LADDER.index(now) + 1]
    musts = [each for each in results if each.criterion.priority == "must"]
    shoulds = [each for each in results if each.criterion.priority == "should"]
    must_share, should_share = {
        PARTIALLY_MET: (MUSTS_PARTLY, Decimal(0)),
        MET: (Decimal(1), SHOULDS_MET),
        EXCEEDED: (Decimal(1), SHOULDS_EXCEEDED),
    }[to]
    short = [(_missing(musts, must_share), "must"), (_missing(shoulds, should_share), "should")]
    words = [_count(missing, word) for missing, word in short if missing]
    if to == EXCEEDED and not any(each.beats_target for each in musts):
        words.append("a must beaten by 20 %")
    kinds = {word for missing, word in short if missing}
    waiting = tuple(each for each in [*musts, *shoulds] if each.state != PASS and each.criterion.priority in kinds)
    return Distance(to, " and ".join(words), waiting)


def _missing(results: Sequence[Result], share: Decimal) -> int:
    needed = int((share * len(results)).to_integral_value(ROUND_CEILING))
    return max(needed - _passed(results), 0)


def _count(missing: int, word: str) -> str:
    return f"one {word}" if missing == 1 else f"{missing} {word}s"


def _passed(results: Sequence[Result]) -> int:
    return sum(each.state == PASS for each in results)


def _share(results: Sequence[Result]) -> Decimal:
    return Decimal(_passed(results)) / len(results) if results else Decimal(1)
