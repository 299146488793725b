"""The score of a lead: three blocks of parts, weighed; behaviour fades by half in 30 days (domain §11.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.accounts.domain.industries import KEYS as INDUSTRIES
from salesops.accounts.domain.personas import KEYS as PERSONAS
from salesops.intake.domain.scoring import (
    Known,
    fade_all,
    faded,
    fit_parts,
    interest_parts,
    score_of,
    segment_of,
    total,
)
from tests.accounts.profiles import FIRST
from tests.cast import NOW

BEST = Known(
    industry="payments", employees=400, country="DE", technology="Kafka on AWS", persona="executive",
    title="VP of Engineering", use_case="Certify terminals", timeline="within_3_months", product_line="Halden Certify",
)  # fmt: skip


def test_weighs_half_fit_three_tenths_behaviour_and_a_fifth_interest() -> None:
    assert score_of(80, 60.0, 50) == 68
    assert score_of(100, 250.0, 100) == 100
    assert score_of(0, 0.0, 0) == 0


@pytest.mark.parametrize(("score", "segment"), [(100, "A"), (75, "A"), (74, "B"), (55, "B"), (54, "C"), (35, "C"), (34, "D"), (0, "D")])  # fmt: skip
def test_knows_the_segments_by_their_edges(score: int, segment: str) -> None:
    assert segment_of(score) == segment


def test_behaviour_fades_by_half_in_thirty_days() -> None:
    assert faded(25, NOW, NOW + timedelta(days=30)) == 12.5
    assert faded(25, NOW, NOW + timedelta(days=60)) == 6.25


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 25)), max_size=8), st.integers(400, 900))
def test_one_number_at_one_instant_says_what_all_signals_are_at_any_other(
    signals: list[tuple[int, int]], day: int
) -> None:
    kept = sum(faded(points, NOW + timedelta(days=at), NOW + timedelta(days=400)) for at, points in signals)
    now = NOW + timedelta(days=day)
    one_by_one = fade_all([("content", NOW + timedelta(days=at), points) for at, points in signals], now)
    assert faded(kept, NOW + timedelta(days=400), now) == pytest.approx(sum(each.counts for each in one_by_one))


def test_who_fits_best_and_said_all_has_full_marks_but_for_revenue_nobody_knows() -> None:
    assert total(interest_parts(BEST)) == 100
    assert [(part.label, part.points, part.most) for part in fit_parts(BEST, FIRST)] == [
        ("Company profile", 55, 60), ("Technology", 10, 10), ("Role", 20, 20), ("Seniority", 10, 10),
    ]  # fmt: skip


@given(
    st.builds(
        Known,
        industry=st.sampled_from(["", *sorted(INDUSTRIES)]),
        employees=st.none() | st.integers(0, 100_000),
        country=st.sampled_from(["", "DE", "KP"]),
        technology=st.text(max_size=20),
        persona=st.sampled_from(["", *sorted(PERSONAS)]),
        title=st.text(max_size=20),
        use_case=st.text(max_size=20),
        timeline=st.sampled_from(["", "within_3_months", "within_6_months", "within_12_months", "later"]),
        product_line=st.text(max_size=20),
    )
)
def test_every_block_stays_within_a_hundred_and_every_part_within_its_most(known: Known) -> None:
    for parts in (fit_parts(known, FIRST), interest_parts(known)):
        assert sum(part.most for part in parts) == 100
        assert all(0 <= part.points <= part.most and part.why for part in parts)


@pytest.mark.parametrize(
    ("behaviour", "score", "segment"),
    [(23.3, 74, "B"), (23.4, 75, "A"), (25.0, 75, "A"), (0.0, 68, "B"), (100.0, 98, "A"), (400.0, 98, "A")],
)
def test_rounds_before_it_asks_for_the_segment(behaviour: float, score: int, segment: str) -> None:
    found = score_of(95, behaviour, 100)
    assert (found, segment_of(found)) == (score, segment)
