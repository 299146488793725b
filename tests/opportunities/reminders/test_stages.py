"""Deals that stay in a stage longer than its benchmark (domain §12)."""

from __future__ import annotations

import pytest

from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


def test_tells_the_owner_at_the_benchmark_and_both_half_as_much_later(deal: Deal) -> None:
    watch = Watch("stage_aging", deal.id, MONDAY)
    assert watch.pass_days(90) == [
        "owner Elena Wed 2 Apr 09:00",
        "manager Tomas Thu 17 Apr 09:00",
        "owner Elena Thu 17 Apr 09:00",
    ]
    assert watch.reminder.title == f"Move {deal.row.name} on from Discovery"
    assert watch.reminder.why == "It is there since 3 March; the benchmark is 30 days."
    assert watch.reminder.path == f"/opportunities/{deal.id}/move/"


def test_stops_with_the_move_and_counts_anew(deal: Deal) -> None:
    watch = Watch("stage_aging", deal.id, MONDAY)
    watch.pass_days(31)
    assert watch.is_open
    deal.now = watch.now
    deal.open_discovery_gate()
    deal.advance()
    assert not watch.is_open
    assert watch.pass_days(29) == ["owner Elena Wed 2 Apr 09:00"]


def test_climbs_while_it_is_put_off(deal: Deal) -> None:
    watch = Watch("stage_aging", deal.id, MONDAY)
    watch.pass_days(30)
    watch.snooze(days=30)
    assert watch.pass_days(29) == ["owner Elena Wed 2 Apr 09:00", "manager Tomas Thu 17 Apr 09:00"]
