"""The close date: that it can be kept, is not past, and is not pushed again and again (domain §12)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from opportunities.domain.closing import Loss
from opportunities.services.amend import amend
from opportunities.services.lose import lose
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
THE_14TH = date(2031, 3, 14)


def re_date(deal: Deal, on: date, *, days: int = 0) -> None:
    """Give the deal another close date, so many days from Monday."""
    deal.now = MONDAY + timedelta(days=days)
    amend(**deal.known(), changes={"close_date": on})


class TestSoon:
    def test_tells_the_owner_a_week_before_and_the_manager_two_days_before(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_soon", deal.id, MONDAY)
        assert watch.pass_days(30) == ["owner Elena Fri 7 Mar 09:00", "manager Tomas Wed 12 Mar 09:00"]
        assert watch.reminder.title == f"Move {deal.row.name} on or give it a later close date"
        assert watch.reminder.why == "Its close date is 14 March, and it is still in Discovery."
        assert watch.reminder.path == f"/opportunities/{deal.id}/edit/?focus=close_date"

    def test_stops_with_another_date_and_begins_again_before_that(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_soon", deal.id, MONDAY)
        watch.pass_days(5)
        assert watch.is_open
        re_date(deal, date(2031, 3, 28), days=5)
        assert not watch.is_open
        assert watch.pass_days(15) == ["owner Elena Fri 7 Mar 09:00", "owner Elena Fri 21 Mar 09:00"]

    def test_stops_when_the_talks_begin(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_soon", deal.id, MONDAY)
        watch.pass_days(5)
        assert watch.is_open
        deal.open_discovery_gate()
        deal.advance()
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 1

    def test_climbs_while_it_is_put_off(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_soon", deal.id, MONDAY)
        watch.pass_days(5)
        watch.snooze(days=5)
        assert watch.pass_days(20) == ["owner Elena Fri 7 Mar 09:00", "manager Tomas Wed 12 Mar 09:00"]


class TestPast:
    def test_tells_the_owner_again_and_again_and_the_manager_once(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_past", deal.id, MONDAY)
        assert watch.pass_days(22) == [
            "owner Elena Mon 17 Mar 09:00",
            "owner Elena Thu 20 Mar 09:00",
            "manager Tomas Fri 21 Mar 09:00",
            "owner Elena Tue 25 Mar 09:00",
        ]
        assert watch.reminder.why == "It was to close on 14 March and is still in Discovery."

    def test_stops_with_another_date(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_past", deal.id, MONDAY)
        watch.pass_days(15)
        assert watch.is_open
        re_date(deal, date(2031, 6, 1), days=15)
        assert not watch.is_open
        assert len(watch.pass_days(30)) == 1

    def test_stops_with_the_deal(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_past", deal.id, MONDAY)
        watch.pass_days(15)
        assert watch.is_open
        loss = Loss("lost", "no_decision", "They put the whole project off for a year.", is_reengage_never=True)
        lose(**deal.known(), loss=loss)
        assert not watch.is_open

    def test_waits_while_it_is_put_off_and_climbs_all_the_same(self, deal: Deal) -> None:
        re_date(deal, THE_14TH)
        watch = Watch("close_date_past", deal.id, MONDAY)
        watch.pass_days(14)
        watch.snooze(days=4)
        assert watch.pass_days(7) == [
            "owner Elena Mon 17 Mar 09:00",
            "manager Tomas Fri 21 Mar 09:00",
            "owner Elena Fri 21 Mar 09:00",
        ]


class TestPushed:
    def pushed(self, deal: Deal, *days: int) -> Any:
        """Push the date by a week on each of these days; the watch stands at the last."""
        for number, after in enumerate(days, start=1):
            re_date(deal, date(2031, 8, 1) + timedelta(weeks=number), days=after)
        return Watch("close_date_pushed", deal.id, deal.now)

    def test_tells_the_manager_once_at_the_second_push(self, deal: Deal) -> None:
        watch = self.pushed(deal, 0, 7)
        assert watch.pass_days(30) == ["manager Tomas Mon 10 Mar 09:00"]
        assert watch.reminder.title == f"Ask Elena Petrova what holds {deal.row.name} up"
        assert watch.reminder.why == "Its close date moved from 8 August to 15 August, the second time within 60 days."

    def test_says_nothing_of_pushes_sixty_days_apart_or_towards_us(self, deal: Deal) -> None:
        assert not self.pushed(deal, 0, 61).pass_days(30)
        re_date(deal, date(2031, 7, 1), days=62)
        assert not Watch("close_date_pushed", deal.id, deal.now).pass_days(30)

    def test_a_third_push_begins_the_next_pair(self, deal: Deal) -> None:
        assert self.pushed(deal, 0, 7, 14).pass_days(1) == ["manager Tomas Mon 17 Mar 09:00"]
        re_date(deal, date(2031, 12, 1), days=21)
        watch = Watch("close_date_pushed", deal.id, deal.now)
        assert watch.pass_days(1) == ["manager Tomas Mon 17 Mar 09:00", "manager Tomas Mon 24 Mar 09:00"]
