"""Kinds of request, their functions and times, who is proposed, and the clock (domain §1.7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.domain.collaboration import KINDS, choose_responsible, clock_of, due_at, kinds_of
from salesops.charter.functions import FUNCTIONS
from salesops.core.business_time import Calendar

FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
# Kind, function, business days: the table of the specification.
TABLE = [
    ("technical_discovery", "solution_engineering", 2),
    ("demo", "solution_engineering", 3),
    ("poc_delivery", "solution_engineering", 5),
    ("adoption_risk", "customer_success", 2),
    ("renewal_input", "customer_success", 3),
    ("scoping", "professional_services", 5),
    ("enablement", "professional_services", 5),
    ("co_sell", "sales_partnerships", 2),
]


def test_the_kinds_are_those_of_the_specification() -> None:
    assert [(kind.key, kind.function, kind.business_days) for kind in KINDS.values()] == TABLE
    assert {kind.function for kind in KINDS.values()} == set(FUNCTIONS)


def test_a_function_gets_its_kinds() -> None:
    assert kinds_of({"customer_success", "sales_partnerships"}) == ["adoption_risk", "renewal_input", "co_sell"]
    assert kinds_of(()) == []


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("UTC", datetime(2026, 3, 10, 15, 0, tzinfo=UTC)),
        # In Tokyo the Friday is over: two whole days, Monday and Tuesday.
        ("Asia/Tokyo", datetime(2026, 3, 10, 8, 0, tzinfo=UTC)),
    ],
)
def test_it_is_due_in_business_days_of_who_is_responsible(zone: str, due: datetime) -> None:
    assert due_at(KINDS["co_sell"], FRIDAY, Calendar(zone)) == due


@pytest.mark.parametrize(
    ("holders", "people", "chosen"),
    [
        ([3], [2, 3], 3),
        ([9, 2], [2, 3], 2),
        ([9], [2, 3], None),
        ([], [2], 2),
        ([9], [2], 2),
        ([1], [], None),
    ],
)
def test_the_holder_of_a_layer_comes_first_then_the_only_person_then_the_queue(
    holders: list[int], people: list[int], chosen: int | None
) -> None:
    assert choose_responsible(holders, people) == chosen


@pytest.mark.parametrize(
    ("hours", "sentence", "is_over"),
    [
        (0, "2 bd left", False),
        (3, "1 bd 5 h left", False),
        (15.5, "under 1 h left", False),
        (16, "under 1 h left", False),
        (17, "1 h late", True),
        (24, "1 bd late", True),
    ],
)
def test_the_clock_says_what_is_left(hours: float, sentence: str, is_over: bool) -> None:
    monday = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
    days, rest = divmod(hours, 8)
    clock = clock_of(KINDS["co_sell"], monday, monday + timedelta(days=days, hours=rest), Calendar())
    assert (clock.sentence, clock.is_over) == (sentence, is_over)


@given(
    st.sampled_from(list(KINDS.values())),
    st.integers(0, 525_600).map(lambda minutes: FRIDAY + timedelta(minutes=minutes)),
    st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata"]),
)
def test_at_its_due_time_exactly_the_time_allowed_is_used(kind: object, asked_at: datetime, zone: str) -> None:
    clock = clock_of(kind, asked_at, due_at(kind, asked_at, Calendar(zone)), Calendar(zone))  # type: ignore[arg-type]
    assert clock.used == pytest.approx(clock.allowed)
