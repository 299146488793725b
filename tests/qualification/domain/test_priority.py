"""Priority: value, probability, health and urgency (domain §9.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qualification.domain.priority import Priority, urgency

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(("days", "share"), [(-5, 1), (14, 1), (97, 0.5), (180, 0), (400, 0)])
def test_urgency_falls_in_a_line_from_14_to_180_days(days: int, share: float) -> None:
    assert urgency(TODAY + timedelta(days=days), TODAY) == pytest.approx(share)


def test_no_close_date_is_not_urgent() -> None:
    assert urgency(None, TODAY) == 0


@pytest.mark.parametrize(
    ("value", "probability", "health", "urgent", "wanted"),
    [
        (1, 100, 100, 1, 100),
        (0, 0, 0, 0, 0),
        (1, 0, 0, 0, 35),
        (0, 100, 0, 0, 25),
        (0, 0, 100, 0, 20),
        (0, 0, 0, 1, 20),
    ],
)
def test_the_shares_are_those_of_the_rule(
    value: float, probability: int, health: int, urgent: float, wanted: int
) -> None:
    assert Priority(value=value, probability=probability, health=health, urgency=urgent).score == wanted
