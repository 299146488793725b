"""The next step: that there is one, and that it is done in time (domain §12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opportunities.services.set_next_step import finish_next_step, set_next_step
from salesops.reminders.services.plan_duties import plan_duties
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


def set_step(deal: Deal, *, days: int) -> None:
    set_next_step(**deal.known(), text="Send the agenda", due=(MONDAY + timedelta(days=days)).date())


class TestMissing:
    def test_tells_the_owner_daily_and_the_manager_once(self, deal: Deal) -> None:
        watch = Watch("next_step_missing", deal.id, MONDAY)
        assert watch.pass_days(4) == [
            "owner Elena Tue 4 Mar 09:00",
            "owner Elena Wed 5 Mar 09:00",
            "manager Tomas Thu 6 Mar 09:00",
            "owner Elena Thu 6 Mar 09:00",
            "owner Elena Fri 7 Mar 09:00",
        ]
        assert watch.reminder.title == f"Say what happens next on {deal.row.name}"
        assert watch.reminder.path == f"/opportunities/{deal.id}/next-step/set/"

    def test_stops_with_the_step(self, deal: Deal) -> None:
        watch = Watch("next_step_missing", deal.id, MONDAY)
        watch.pass_days(1)
        assert watch.is_open
        set_step(deal, days=30)
        assert not watch.is_open
        assert len(watch.pass_days(9)) == 1

    def test_waits_while_it_is_put_off_and_climbs_all_the_same(self, deal: Deal) -> None:
        watch = Watch("next_step_missing", deal.id, MONDAY)
        watch.pass_days(1)
        watch.snooze(days=3)
        assert watch.pass_days(3) == [
            "owner Elena Tue 4 Mar 09:00",
            "manager Tomas Thu 6 Mar 09:00",
            "owner Elena Fri 7 Mar 09:00",
        ]


class TestOverdue:
    def test_tells_who_carries_the_step_the_morning_after_and_the_manager_after_a_week(self, deal: Deal) -> None:
        set_step(deal, days=1)
        assert Watch("next_step_overdue", deal.id, MONDAY).pass_days(9) == [
            "owner Elena Wed 5 Mar 09:00",
            "owner Elena Fri 7 Mar 09:00",
            "owner Elena Tue 11 Mar 09:00",
            "manager Tomas Wed 12 Mar 09:00",
        ]

    def test_stops_with_another_date_and_begins_again_after_that(self, deal: Deal) -> None:
        set_step(deal, days=1)
        watch = Watch("next_step_overdue", deal.id, MONDAY)
        watch.pass_days(2)
        assert watch.is_open
        set_step(deal, days=7)
        assert not watch.is_open
        assert watch.pass_days(6) == ["owner Elena Wed 5 Mar 09:00", "owner Elena Tue 11 Mar 09:00"]

    def test_stops_when_it_is_done(self, deal: Deal) -> None:
        set_step(deal, days=1)
        watch = Watch("next_step_overdue", deal.id, MONDAY)
        watch.pass_days(2)
        finish_next_step(**deal.known(), note="Sent")
        assert not watch.is_open
        plan_duties("opportunity", deal.id, now=watch.now)
        assert len(watch.pass_days(20)) == 1
