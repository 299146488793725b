"""What separates a proof from the next better outcome, against the outcome itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.domain.poc import readout_due
from qualification.domain.poc_outcome import EXCEEDED, LADDER, Result, compute_outcome, distance_to_next
from tests.qualification.proof import criterion

PASSING, FAILING = Decimal(100), Decimal(1)


def results(musts: list[bool], shoulds: list[bool]) -> list[Result]:
    """Return results that pass (exactly at the target) or fail."""
    return [
        Result(criterion(f"{kind}{index}", kind), PASSING if passes else FAILING)
        for kind, all_of_it in (("must", musts), ("should", shoulds))
        for index, passes in enumerate(all_of_it)
    ]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.lists(st.booleans(), max_size=12))
def test_what_is_named_is_enough_for_the_next_outcome(musts: list[bool], shoulds: list[bool]) -> None:
    found = results(musts, shoulds)
    distance = distance_to_next(found)
    now = compute_outcome(found).name
    assert LADDER.index(distance.to) == LADDER.index(now) + 1
    mended = [replace(each, measured=Decimal(200)) if each in distance.open_criteria else each for each in found]
    if distance.to == EXCEEDED:
        mended = [replace(each, measured=Decimal(200)) for each in mended]
    assert LADDER.index(compute_outcome(mended).name) >= LADDER.index(distance.to)


@pytest.mark.parametrize(
    ("musts", "shoulds", "sentence"),
    [
        ("++++-", "++-", "one must"),
        ("++++-", "---", "one must and 2 shoulds"),
        ("-----", "", "4 musts"),
        ("++", "++---", "one should"),
        ("++", "++++", "a must beaten by 20 %"),
        ("++", "+++-", "one should and a must beaten by 20 %"),
    ],
)
def test_says_how_many_are_missing(musts: str, shoulds: str, sentence: str) -> None:
    found = results([each == "+" for each in musts], [each == "+" for each in shoulds])
    assert distance_to_next(found).sentence == sentence


def test_nothing_is_better_than_the_best() -> None:
    assert distance_to_next([Result(criterion("fast"), Decimal(120))]).to == ""


@pytest.mark.parametrize(
    ("closed", "due"),
    [("2026-11-16", "2026-11-23"), ("2026-11-20", "2026-11-27"), ("2026-11-21", "2026-11-27")],
)
def test_the_readout_is_due_after_five_business_days(closed: str, due: str) -> None:
    assert readout_due(date.fromisoformat(closed)) == date.fromisoformat(due)
