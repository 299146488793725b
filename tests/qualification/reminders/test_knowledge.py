"""What is known is kept fresh, doubts are settled, and a level 3 gets its second person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opportunities.services.amend import amend
from qualification.domain.meddpicc import COMPONENTS
from qualification.domain.standing import Known, stale_from, stand
from qualification.services.cosign import cosign
from tests.cast import Cast
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal


class TestStaleFrom:
    @pytest.mark.parametrize("probability", [20, 75])
    @pytest.mark.parametrize("ahead", [None, -10, 0, 20, 40, 50, 70, 90, 200])
    def test_is_the_moment_after_which_it_stands_as_stale(self, probability: int, ahead: int | None) -> None:
        closes = None if ahead is None else (MONDAY + timedelta(days=ahead)).date()
        known = Known(1, 2, "", "", "", 1, "", MONDAY, is_cosigned=True)
        for item in COMPONENTS:
            since = stale_from(item, MONDAY, probability=probability, close_date=closes)
            for moment in (since - timedelta(hours=1), since + timedelta(hours=1)):
                found = stand(item.key, known, probability=probability, close_date=closes, now=moment)
                assert found.is_stale == (moment > since)


with_database = pytest.mark.django_db(transaction=True)


@with_database
class TestAge:
    def test_is_told_when_it_passes_and_every_week(self, deal: Deal) -> None:
        deal.assess("champion", 1)
        watch = Watch("meddpicc_stale", deal.id, MONDAY)
        assert watch.pass_days(40) == ["owner Elena Wed 2 Apr 09:00", "owner Elena Wed 9 Apr 09:00"]
        assert watch.reminder.title == f"Confirm champion of {deal.row.name} again"
        assert watch.reminder.path == f"/opportunities/{deal.id}/meddpicc/champion/assess/"

    def test_climbs_to_the_manager_in_the_talks(self, deal: Deal) -> None:
        deal.open_discovery_gate()
        deal.advance()
        deal.assess("champion", 1)
        told = Watch("meddpicc_stale", deal.id, MONDAY).pass_days(36)
        assert [line for line in told if "Tomas" in line] == ["manager Tomas Mon 7 Apr 09:00"]

    def test_comes_sooner_near_the_end(self, deal: Deal) -> None:
        deal.assess("champion", 1)
        amend(**deal.known(), changes={"close_date": date(2031, 4, 15)})
        assert Watch("meddpicc_stale", deal.id, MONDAY).pass_days(20) == ["owner Elena Mon 17 Mar 09:00"]

    def test_stops_and_begins_anew_with_a_fresh_assessment(self, deal: Deal) -> None:
        deal.assess("champion", 1)
        watch = Watch("meddpicc_stale", deal.id, MONDAY)
        watch.pass_days(31)
        assert watch.is_open
        deal.now = watch.now
        deal.assess("champion", 1)
        assert not watch.is_open
        assert watch.pass_days(32) == ["owner Elena Wed 2 Apr 09:00", "owner Elena Fri 2 May 09:00"]

    def test_waits_while_it_is_put_off(self, deal: Deal) -> None:
        deal.assess("champion", 1)
        watch = Watch("meddpicc_stale", deal.id, MONDAY)
        watch.pass_days(31)
        watch.snooze(days=8)
        assert watch.pass_days(9) == ["owner Elena Wed 2 Apr 09:00", "owner Elena Fri 11 Apr 09:00"]


@with_database
class TestDoubt:
    def raise_doubt(self, deal: Deal) -> None:
        deal.now += timedelta(days=1)
        amend(**deal.known(), changes={"close_date": (MONDAY + timedelta(days=150)).date()})

    def test_is_told_at_once(self, deal: Deal) -> None:
        deal.assess("decision_process", 1)
        self.raise_doubt(deal)
        watch = Watch("meddpicc_forced", deal.id, deal.now)
        assert watch.pass_days(30) == ["owner Elena Tue 4 Mar 09:00"]
        assert watch.reminder.why == "It counts one level less: the close date moved by 60 days."

    def test_stops_with_a_fresh_assessment(self, deal: Deal) -> None:
        deal.assess("decision_process", 1)
        self.raise_doubt(deal)
        watch = Watch("meddpicc_forced", deal.id, deal.now)
        watch.pass_days(1)
        assert watch.is_open
        deal.now = watch.now
        deal.assess("decision_process", 1)
        assert not watch.is_open


@with_database
class TestSecondPerson:
    def test_is_asked_for_then_the_manager(self, cast: Cast, deal: Deal) -> None:
        deal.assess("champion", 3)
        watch = Watch("cosign_wanted", deal.id, MONDAY)
        assert watch.pass_days(9) == ["cosigner Tomas Tue 4 Mar 09:00", "manager Tomas Thu 6 Mar 09:00"]
        assert watch.reminder.act == "Co-sign"

    def test_is_a_leader_where_no_other_may(self, cast: Cast) -> None:
        cast.user("ingrid")
        cast.user("tomas")
        deal = Deal(cast, more={"region": "japac"}, now=MONDAY)
        deal.assess("champion", 3)
        assert Watch("cosign_wanted", deal.id, MONDAY).pass_days(1) == ["cosigner Ingrid Tue 4 Mar 09:00"]

    def test_stops_with_the_word_of_another(self, cast: Cast, deal: Deal) -> None:
        deal.assess("champion", 3)
        watch = Watch("cosign_wanted", deal.id, MONDAY)
        watch.pass_days(1)
        assert watch.is_open
        cosign(**deal.known(cast.actor("tomas")), component="champion")
        assert not watch.is_open
