"""How fast an opportunity moves, in one of four classes, with the numbers that say so (domain §9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

RECOVERY, AT_RISK, FAST_TRACK, STANDARD = "recovery", "at_risk", "fast_track", "standard"
CLASSES = (RECOVERY, AT_RISK, FAST_TRACK, STANDARD)
SLOW, FAST = 1.5, 0.6
QUIET_DAYS, QUIET_DAYS_FIRST_STAGE = 14, 21
UNHEALTHY = 40
# A deal that has been at risk this long and wakes up again recovers; before that it merely wobbled.
AT_RISK_DAYS = 7


@dataclass(frozen=True, slots=True)
class VelocityFacts:
    """What the class is read from; every time in UTC, every list in any order.

    `benchmark` is the usual number of days in the stage; `days_qualified` and `benchmark_so_far` compare the whole
    way; `setbacks` are the times it moved back, was reopened or had been at risk for seven days.
    """

    now: datetime
    is_first_stage: bool
    days_in_stage: int
    benchmark: float | None
    days_qualified: int | None
    benchmark_so_far: float | None
    created_at: datetime
    forward_moves: tuple[datetime, ...]
    setbacks: tuple[datetime, ...]
    customer_activities: tuple[datetime, ...]
    pushes: tuple[datetime, ...]
    next_steps_set: tuple[datetime, ...]
    needed_by: date | None
    pain_level: int
    health: int
    worst_signal: int


@dataclass(frozen=True, slots=True)
class Velocity:
    """The class and the sentence with its numbers."""

    name: str
    sentence: str


def classify_velocity(facts: VelocityFacts) -> Velocity:
    """This function will return the first class whose rule holds: recovery, at risk, fast track, standard."""
    if sentence := _recovers(facts):
        return Velocity(RECOVERY, sentence)
    if reasons := _risks(facts):
        return Velocity(AT_RISK, " ".join(reasons))
    if sentence := _is_fast(facts):
        return Velocity(FAST_TRACK, sentence)
    return Velocity(STANDARD, _in_stage(facts))


def _count_since(times: tuple[datetime, ...], start: datetime, end: datetime) -> int:
    return sum(start < at <= end for at in times)


def _recovers(facts: VelocityFacts) -> str:
    recent = [at for at in facts.setbacks if facts.now - timedelta(days=60) <= at <= facts.now]
    if not recent:
        return ""
    last = max(recent)
    talks = _count_since(facts.customer_activities, last, facts.now)
    moved = _count_since(facts.forward_moves, last, facts.now)
    stepped = _count_since(facts.next_steps_set, last, facts.now)
    if talks < 2 or not (moved or stepped):
        return ""
    step = "it moved forward" if moved else "a dated next step was agreed"
    return f"Set back {(facts.now - last).days} days ago; since then {talks} talks with the customer and {step}."


def _risks(facts: VelocityFacts) -> list[str]:
    found = []
    if facts.benchmark and facts.days_in_stage > SLOW * facts.benchmark:
        found.append(_in_stage(facts))
    last = max(facts.customer_activities, default=facts.created_at)
    quiet, limit = (facts.now - last).days, QUIET_DAYS_FIRST_STAGE if facts.is_first_stage else QUIET_DAYS
    if quiet > limit:
        found.append(f"No talk with the customer for {quiet} days (limit {limit}).")
    pushes = _count_since(facts.pushes, facts.now - timedelta(days=60), facts.now)
    if pushes >= 2:
        found.append(f"The close date was pushed {pushes} times in 60 days.")
    month = timedelta(days=30)
    lately = _count_since(facts.customer_activities, facts.now - month, facts.now)
    before = _count_since(facts.customer_activities, facts.now - 2 * month, facts.now - month)
    if before >= 4 and lately * 2 < before:
        found.append(f"{lately} talks with the customer in 30 days, {before} in the 30 days before.")
    if facts.health < UNHEALTHY:
        found.append(f"Health is {facts.health}, below {UNHEALTHY}.")
    return found


def _is_fast(facts: VelocityFacts) -> str:
    if not facts.benchmark_so_far or facts.days_qualified is None or facts.needed_by is None:
        return ""
    ratio = facts.days_qualified / facts.benchmark_so_far
    moves = _count_since(facts.forward_moves, facts.now - timedelta(days=45), facts.now)
    needed_in = (facts.needed_by - facts.now.date()).days
    if ratio > FAST or moves < 2 or needed_in > 90 or facts.pain_level < 2 or facts.worst_signal <= -8:
        return ""
    return (
        f"{facts.days_qualified} days since it qualified, {ratio:.0%} of the usual; {moves} stages in 45 days; "
        f"the customer needs it in {max(needed_in, 0)} days."
    )


def _in_stage(facts: VelocityFacts) -> str:
    if not facts.benchmark:
        return f"{facts.days_in_stage} days in this stage."
    ratio = facts.days_in_stage / facts.benchmark
    return f"{facts.days_in_stage} days in this stage, {ratio:.1f} × the usual {facts.benchmark:.0f}."
