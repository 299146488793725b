"""The health of an open opportunity: signals with points and a sentence each, and their sum (domain §9.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qualification.domain.meddpicc import BY_KEY
from qualification.domain.proof_health import ProofHealth
from qualification.domain.standing import MeddpiccFacts
from qualification.domain.steps import DecisionSteps

BASE = 50
BANDS = ((75, "strong"), (60, "healthy"), (40, "watch"), (0, "critical"))
# Percent at which "from discover" and "from the proof of concept" begin, whatever a process calls its stages.
FROM_DISCOVER, FROM_PROOF = 10, 40
LEAST_COMPLETE, FULL = 2, 3
ADVOCACY_DAYS = 21
DEPARTURE_DAYS = 60
STEP_OVERDUE_DAYS = 7
RENEWAL_QUIET_DAYS = 90


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason for the score: points up or down, a sentence, and the part of the page that shows the evidence."""

    key: str
    points: int
    sentence: str
    where: str


@dataclass(frozen=True, slots=True)
class Departure:
    """A person of the customer who left, the role held here, and whether somebody else holds it now."""

    name: str
    role: str
    left_on: date
    has_successor: bool


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What the signals read. `minima` are the stage's levels; days are calendar days.

    `benchmark_left` is what the process expects from today to the end, or None where it states no benchmarks.
    """

    today: date
    probability: int
    is_renewal: bool
    meddpicc: MeddpiccFacts
    minima: Mapping[str, int]
    steps: DecisionSteps
    position: str
    close_date: date | None
    renewal_date: date | None
    benchmark_left: int | None
    pushes: int
    departures: tuple[Departure, ...]
    last_customer_activity: date | None
    waivers: int
    next_step_date: date | None
    proof: ProofHealth


@dataclass(frozen=True, slots=True)
class Health:
    """A score from 0 to 100 with its band and the signals that add up to it."""

    score: int
    signals: tuple[Signal, ...]

    @property
    def band(self) -> str:
        """`strong`, `healthy`, `watch` or `critical`."""
        return band_of(self.score)

    @property
    def worst(self) -> int:
        """The points of the worst signal; 0 where none takes points off."""
        return min((0, *(signal.points for signal in self.signals)))


def band_of(score: int) -> str:
    """This function will return the band of a score (domain §9.1)."""
    return next(name for least, name in BANDS if score >= least)


def uncut(signals: Iterable[Signal]) -> int:
    """This function will return 50 plus all points, which may lie outside the 0 to 100 of a score."""
    return BASE + sum(signal.points for signal in signals)


def headline(signals: Sequence[Signal]) -> str:
    """This function will say in one line what lifts a deal most and what weighs on it most."""
    lifts = sorted((each for each in signals if each.points > 0), key=lambda each: -each.points)[:1]
    weighs = sorted((each for each in signals if each.points < 0), key=lambda each: each.points)[:1]
    said = [f"For it: {each.sentence}" for each in lifts] + [f"Against it: {each.sentence}" for each in weighs]
    return " ".join(said) or "Nothing speaks for it or against it yet."


def assess_health(facts: HealthFacts) -> Health:
    """This function will return the score and its reasons: 50, plus every signal's points, within 0 and 100."""
    rules = (_meddpicc, _proof, _champion, _decision, _position, _people, _time, _renewal, _hygiene)
    signals = tuple(signal for rule in rules for signal in rule(facts))
    return Health(max(0, min(100, uncut(signals))), signals)


def _meddpicc(facts: HealthFacts) -> Iterator[Signal]:
    standings = facts.meddpicc.standings
    lowest = facts.meddpicc.weakest
    if lowest.effective >= LEAST_COMPLETE:
        yield Signal("p_meddpicc", 12, "All eight MEDDPICC components count for 2 or more.", "meddpicc")
    elif lowest.effective and all(standings[key].effective >= least for key, least in facts.minima.items()):
        yield Signal("p_meddpicc", 6, "MEDDPICC meets what this stage needs and no component is unknown.", "meddpicc")
    if facts.probability >= FROM_DISCOVER:
        for key in ("economic_buyer", "decision_criteria", "champion"):
            if standings[key].effective == 0:
                yield Signal("r_meddpicc", -6, f"{BY_KEY[key].label} is unknown.", "meddpicc")
    if facts.probability >= FROM_PROOF and standings["competition"].effective == 0:
        yield Signal("r_comp", -3, "The competition is still unknown.", "meddpicc")


def _proof(facts: HealthFacts) -> Iterator[Signal]:
    proof = facts.proof
    if proof.has_succeeded:
        yield Signal("p_poc", 12, f"The POC {proof.outcome} its criteria on their own data.", "poc")
    elif proof.goes_well:
        yield Signal("p_poc", 4, f"The POC runs; {proof.passing} of {proof.musts} musts pass.", "poc")
    if proof.failed_musts:
        yield Signal("r_poc", -10, f"A must of the POC fails: {', '.join(proof.failed_musts)}.", "poc")
    elif proof.is_blocked:
        words = f"A technical question has been open for {proof.blocked_days} days while the POC waits."
        yield Signal("r_poc", -10, words, "requirements")
    elif proof.is_open and proof.gaps:
        yield Signal("r_poc", -5, f"The POC has gaps: {', '.join(proof.gaps)}.", "poc")
    if proof.is_overextended:
        yield Signal("r_poc", -5, "The POC was extended a second time.", "poc")
    if proof.is_compressed:
        yield Signal("r_time", -4, f"The POC is to be done in {proof.planned_days} days.", "poc")


def _champion(facts: HealthFacts) -> Iterator[Signal]:
    champion = facts.meddpicc.standings["champion"]
    if champion.effective >= FULL and champion.age is not None and champion.age <= ADVOCACY_DAYS:
        yield Signal("p_champion", 10, f"The champion argued for us {champion.age} days ago.", "meddpicc")
    elif champion.effective >= LEAST_COMPLETE and not champion.is_stale:
        yield Signal("p_champion", 5, "The champion is confirmed, and that is fresh.", "meddpicc")


def _decision(facts: HealthFacts) -> Iterator[Signal]:
    total, complete = facts.steps.total, facts.steps.complete
    words = f"{complete} of {total} decision steps have owner, date and approver."
    if facts.steps.is_complete:
        yield Signal("p_decision", 8, words, "meddpicc")
    elif total and complete * 2 >= total:
        yield Signal("p_decision", 4, words, "meddpicc")


def _position(facts: HealthFacts) -> Iterator[Signal]:
    if facts.position in ("preferred", "sole"):
        yield Signal("p_position", 8, f"Our position is {facts.position}.", "edit")
    if facts.position == "behind":
        yield Signal("r_comp", -6, "A competitor is preferred.", "edit")


def _people(facts: HealthFacts) -> Iterator[Signal]:
    for gone in facts.departures:
        days = (facts.today - gone.left_on).days
        if days > DEPARTURE_DAYS or gone.has_successor:
            continue
        points = -10 if gone.role in ("champion", "economic_buyer") else -5
        role = gone.role.replace("_", " ")
        yield Signal("r_people", points, f"{gone.name}, {role}, left {days} days ago and has no successor.", "people")


def _time(facts: HealthFacts) -> Iterator[Signal]:
    if facts.close_date is not None:
        left = (facts.close_date - facts.today).days
        if left < 0:
            yield Signal("r_time", -8, f"The close date passed {-left} days ago.", "edit")
        elif facts.benchmark_left is not None and left * 2 < facts.benchmark_left:
            words = f"{left} days to the close date; deals like this need {facts.benchmark_left}."
            yield Signal("r_time", -6, words, "edit")
    if facts.pushes > 1:
        points = -min(3 * (facts.pushes - 1), 9)
        yield Signal("r_time", points, f"The close date was pushed {facts.pushes} times.", "history")


def _renewal(facts: HealthFacts) -> Iterator[Signal]:
    last, ends = facts.last_customer_activity, facts.renewal_date
    is_quiet = last is None or (facts.today - last).days > RENEWAL_QUIET_DAYS
    ends_soon = ends is not None and (ends - facts.today).days <= RENEWAL_QUIET_DAYS
    if facts.is_renewal and ends_soon and is_quiet:
        yield Signal("r_renewal_quiet", -8, "The renewal is near and nobody has spoken to the customer.", "timeline")


def _hygiene(facts: HealthFacts) -> Iterator[Signal]:
    if facts.waivers:
        plural = "waivers are" if facts.waivers > 1 else "waiver is"
        yield Signal("r_hygiene", -min(2 * facts.waivers, 6), f"{facts.waivers} {plural} active.", "gate")
    if facts.next_step_date is not None and (late := (facts.today - facts.next_step_date).days) > STEP_OVERDUE_DAYS:
        yield Signal("r_hygiene", -4, f"The next step is {late} days overdue.", "next_step")
