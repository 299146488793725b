"""Health: every signal, its points and its sentence; never outside 0 to 100 (domain §9.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.domain.health import BASE, Departure, HealthFacts, assess_health, band_of
from qualification.domain.meddpicc import COMPONENTS
from qualification.domain.proof_health import ProofHealth
from qualification.domain.standing import Known, MeddpiccFacts, stand
from qualification.domain.steps import DecisionStep, DecisionSteps

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TODAY = NOW.date()


def meddpicc(*, age: int = 1, **levels: int) -> MeddpiccFacts:
    """Eight components, level 1 unless said, cosigned, set so many days ago."""
    known = {
        each.key: Known(
            1, levels.get(each.key, 1), "", "customer_said", "", 1, "Elena", NOW - timedelta(days=age), True
        )
        for each in COMPONENTS
    }
    return MeddpiccFacts(
        {
            key: stand(key, item if item.level else None, probability=10, close_date=None, now=NOW)
            for key, item in known.items()
        }
    )


def all_at(level: int, **more: int) -> MeddpiccFacts:
    return meddpicc(**({each.key: level for each in COMPONENTS} | more))


def mapped(total: int, complete: int) -> DecisionSteps:
    """Return so many decision steps, the first of them complete."""
    step = DecisionStep("Nils", "Kari", TODAY, None)
    return DecisionSteps((step,) * complete + (DecisionStep("", "", None, None),) * (total - complete))


PLAIN = HealthFacts(
    today=TODAY,
    probability=10,
    is_renewal=False,
    meddpicc=meddpicc(),
    minima={"metrics": 2},
    steps=DecisionSteps(),
    position="unknown",
    close_date=None,
    renewal_date=None,
    benchmark_left=None,
    pushes=0,
    departures=(),
    last_customer_activity=TODAY,
    waivers=0,
    next_step_date=TODAY,
    proof=ProofHealth(),
)


def soon(days: int) -> date:
    return TODAY + timedelta(days=days)


def gone(role: str, days: int = 10, *, replaced: bool = False) -> tuple[Departure, ...]:
    return (Departure("Kari", role, soon(-days), replaced),)


def proof(**more: Any) -> dict[str, Any]:
    return {"proof": ProofHealth(**more)}


def running(**more: Any) -> dict[str, Any]:
    return proof(state="running", **more)


CASES: list[tuple[dict[str, Any], dict[str, int]]] = [
    ({}, {}),
    ({"meddpicc": all_at(2)}, {"p_meddpicc": 12, "p_champion": 5}),
    ({"minima": {"metrics": 1}}, {"p_meddpicc": 6}),
    ({"minima": {"metrics": 1}, "meddpicc": meddpicc(paper_process=0)}, {}),
    ({"meddpicc": meddpicc(champion=0)}, {"r_meddpicc": -6}),
    ({"meddpicc": meddpicc(champion=0, economic_buyer=0, decision_criteria=0)}, {"r_meddpicc": -18}),
    ({"meddpicc": meddpicc(champion=0), "probability": 0}, {}),
    ({"meddpicc": meddpicc(competition=0), "probability": 40}, {"r_comp": -3}),
    ({"meddpicc": meddpicc(competition=0), "probability": 25}, {}),
    ({"meddpicc": meddpicc(champion=3, age=21)}, {"p_champion": 10}),
    ({"meddpicc": meddpicc(champion=3, age=22)}, {"p_champion": 5}),
    ({"meddpicc": meddpicc(champion=3, age=31)}, {}),
    ({"steps": mapped(2, 2)}, {"p_decision": 8}),
    ({"steps": mapped(4, 2)}, {"p_decision": 4}),
    ({"steps": mapped(5, 2)}, {}),
    ({"position": "preferred"}, {"p_position": 8}),
    ({"position": "sole"}, {"p_position": 8}),
    ({"position": "level"}, {}),
    ({"position": "behind"}, {"r_comp": -6}),
    ({"departures": gone("champion")}, {"r_people": -10}),
    ({"departures": gone("economic_buyer", 60)}, {"r_people": -10}),
    ({"departures": gone("economic_buyer", 61)}, {}),
    ({"departures": gone("decision_maker")}, {"r_people": -5}),
    ({"departures": gone("champion", replaced=True)}, {}),
    ({"close_date": soon(-1)}, {"r_time": -8}),
    ({"close_date": soon(0), "benchmark_left": 0}, {}),
    ({"close_date": soon(14), "benchmark_left": 30}, {"r_time": -6}),
    ({"close_date": soon(15), "benchmark_left": 30}, {}),
    (running(musts=2, passing=1), {"p_poc": 4}),
    (running(musts=3, passing=1), {}),
    (running(musts=0), {}),
    (proof(state="planned", musts=2, passing=2), {}),
    (proof(state="measured", outcome="met"), {"p_poc": 12}),
    (proof(state="concluded", outcome="exceeded"), {"p_poc": 12}),
    (proof(state="concluded", outcome="met", is_rejected=True), {}),
    (proof(state="concluded", outcome="partially_met"), {}),
    (running(musts=2, passing=1, failed_musts=("Nightly job",)), {"p_poc": 4, "r_poc": -10}),
    (proof(state="concluded", outcome="not_met", failed_musts=("Nightly job",)), {"r_poc": -10}),
    (running(blocked_days=7), {}),
    (running(blocked_days=8), {"r_poc": -10}),
    (running(blocked_days=8, failed_musts=("Nightly job",), gaps=("Sign-in",)), {"r_poc": -10}),
    (proof(state="concluded", outcome="met", blocked_days=30, gaps=("Sign-in",)), {"p_poc": 12}),
    (proof(blocked_days=30, gaps=("Sign-in",)), {}),
    (running(gaps=("Sign-in",)), {"r_poc": -5}),
    (running(extensions=1), {}),
    (running(extensions=2), {"r_poc": -5}),
    (running(planned_days=6), {"r_time": -4}),
    (running(planned_days=7), {}),
    (proof(state="measured", outcome="met", planned_days=6), {"p_poc": 12}),
    ({"pushes": 1}, {}),
    ({"pushes": 2}, {"r_time": -3}),
    ({"pushes": 9}, {"r_time": -9}),
    ({"waivers": 1}, {"r_hygiene": -2}),
    ({"waivers": 5}, {"r_hygiene": -6}),
    ({"next_step_date": soon(-7)}, {}),
    ({"next_step_date": soon(-8)}, {"r_hygiene": -4}),
    ({"is_renewal": True, "renewal_date": soon(90), "last_customer_activity": soon(-91)}, {"r_renewal_quiet": -8}),
    ({"is_renewal": True, "renewal_date": soon(91), "last_customer_activity": None}, {}),
    ({"is_renewal": False, "renewal_date": soon(9), "last_customer_activity": None}, {}),
]


@pytest.mark.parametrize(("given", "points"), CASES)
def test_each_signal_has_its_points(given: dict[str, Any], points: dict[str, int]) -> None:
    found: dict[str, int] = {}
    for signal in assess_health(replace(PLAIN, **given)).signals:
        found[signal.key] = found.get(signal.key, 0) + signal.points
        assert signal.sentence.endswith(".")
        assert signal.where
    assert found == points


@pytest.mark.parametrize(
    ("score", "band"),
    [(100, "strong"), (75, "strong"), (74, "healthy"), (60, "healthy"), (59, "watch"), (40, "watch"), (39, "critical"), (0, "critical")],
)  # fmt: skip
def test_bands_begin_where_the_rule_says(score: int, band: str) -> None:
    assert band_of(score) == band


dates = st.none() | st.integers(-400, 400).map(soon)
facts = st.builds(
    HealthFacts,
    today=st.just(TODAY),
    probability=st.integers(0, 100),
    is_renewal=st.booleans(),
    meddpicc=st.builds(meddpicc, age=st.integers(0, 120), **{each.key: st.integers(0, 3) for each in COMPONENTS}),
    minima=st.dictionaries(st.sampled_from([each.key for each in COMPONENTS]), st.integers(1, 3)),
    steps=st.integers(0, 6).flatmap(lambda n: st.builds(mapped, st.just(n), st.integers(0, n))),
    position=st.sampled_from(["unknown", "behind", "level", "preferred", "sole"]),
    close_date=dates,
    renewal_date=dates,
    benchmark_left=st.none() | st.integers(0, 300),
    pushes=st.integers(0, 20),
    departures=st.lists(
        st.builds(
            Departure,
            st.just("Kari"),
            st.sampled_from(["champion", "economic_buyer", "decision_maker"]),
            st.integers(-400, 0).map(soon),
            st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
    last_customer_activity=dates,
    waivers=st.integers(0, 9),
    next_step_date=dates,
    proof=st.builds(
        ProofHealth,
        state=st.sampled_from(["", "planned", "running", "measured", "concluded"]),
        outcome=st.sampled_from(["", "exceeded", "met", "partially_met", "not_met"]),
        is_rejected=st.booleans(),
        musts=st.integers(0, 5),
        passing=st.integers(0, 5),
        failed_musts=st.sampled_from([(), ("Nightly job",)]),
        gaps=st.sampled_from([(), ("Sign-in",)]),
        blocked_days=st.none() | st.integers(0, 30),
        planned_days=st.none() | st.integers(0, 44),
        extensions=st.integers(0, 2),
    ),
)


@given(facts)
def test_the_score_is_the_sum_of_its_sentences_within_0_and_100(facts: HealthFacts) -> None:
    health = assess_health(facts)
    assert 0 <= health.score <= 100
    assert health.score == max(0, min(100, BASE + sum(signal.points for signal in health.signals)))
    assert health.worst == min([0, *(signal.points for signal in health.signals)])


@given(facts)
def test_more_waivers_never_help(facts: HealthFacts) -> None:
    assert assess_health(replace(facts, waivers=facts.waivers + 1)).score <= assess_health(facts).score
