"""Verdicts, red flags and clearances: told in time, to the right people, and no longer than they are open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qualification.services.assign_review import assign_review
from qualification.services.raise_red_flag import close_red_flag
from qualification.services.request_validation import withdraw_request
from salesops.users.models import Membership, Team
from tests.cast import Cast
from tests.qualification.offering import Offering
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


class TestVerdict:
    def test_climbs_with_the_time_that_is_used(self, cast: Cast, deal: Deal, offering: Offering) -> None:
        team = Team.objects.create(name="Validation", manager=cast.user("noor"))
        Membership.objects.create(team=team, user=cast.user("ana"))
        offering.request()
        watch = Watch("validation_due", deal.id, MONDAY)
        assert watch.pass_days(14) == [
            "validator Ana Mon 3 Mar 17:00",
            "lead Noor Tue 4 Mar 17:00",
            "validator Ana Tue 4 Mar 17:00",
            "leader Ingrid Thu 6 Mar 17:00",
            "validator Ana Thu 6 Mar 17:00",
        ]
        assert watch.reminder.is_urgent
        assert watch.reminder.why == ("Version 1 of its proposal waits since 3 March; the verdict is due by 4 March.")
        assert watch.reminder.path == f"/validation/{deal.id}/"

    def test_follows_the_review_to_whom_it_is_given(self, cast: Cast, deal: Deal, offering: Offering) -> None:
        review = offering.request()
        watch = Watch("validation_due", deal.id, MONDAY)
        watch.pass_days(0.5)
        piotr = cast.user("piotr").pk
        assign_review(actor=cast.actor("ana"), now=watch.now, review_id=review.pk, reviewer_id=piotr)
        assert watch.pass_days(1) == [
            "validator Ana Mon 3 Mar 17:00",
            "lead Ingrid Tue 4 Mar 17:00",
            "validator Piotr Tue 4 Mar 17:00",
        ]

    def test_stops_with_the_verdict(self, deal: Deal, offering: Offering) -> None:
        offering.request()
        watch = Watch("validation_due", deal.id, MONDAY)
        watch.pass_days(0.5)
        assert watch.is_open
        offering.decide("blocked", note="Their refund flow is unknown")
        assert not watch.is_open
        assert len(watch.pass_days(14)) == 1

    def test_stops_with_the_request(self, deal: Deal, offering: Offering) -> None:
        review = offering.request()
        watch = Watch("validation_due", deal.id, MONDAY)
        watch.pass_days(0.5)
        withdraw_request(actor=deal.actor, now=watch.now, review_id=review.pk)
        assert not watch.is_open


class TestRedFlag:
    def test_tells_its_owner_daily_and_the_leaders_of_a_high_one(self, deal: Deal, offering: Offering) -> None:
        offering.flag("high")
        assert Watch("redflag_open", deal.id, MONDAY).pass_days(9) == [
            "owner Ana Fri 7 Mar 09:00",
            "owner Ana Mon 10 Mar 09:00",
            "owner Ana Tue 11 Mar 09:00",
            "leader Ingrid Wed 12 Mar 09:00",
            "owner Ana Wed 12 Mar 09:00",
        ]

    def test_leaves_the_leaders_alone_with_a_lesser_one(self, deal: Deal, offering: Offering) -> None:
        offering.flag("medium")
        assert {line.split()[1] for line in Watch("redflag_open", deal.id, MONDAY).pass_days(20)} == {"Ana"}

    def test_waits_while_it_is_put_off(self, deal: Deal, offering: Offering) -> None:
        offering.flag("high")
        watch = Watch("redflag_open", deal.id, MONDAY)
        watch.pass_days(4)
        watch.snooze(days=4)
        assert watch.pass_days(5) == [
            "owner Ana Fri 7 Mar 09:00",
            "owner Ana Tue 11 Mar 09:00",
            "leader Ingrid Wed 12 Mar 09:00",
            "owner Ana Wed 12 Mar 09:00",
        ]

    def test_stops_when_it_is_settled(self, deal: Deal, offering: Offering) -> None:
        flag = offering.flag()
        watch = Watch("redflag_open", deal.id, MONDAY)
        watch.pass_days(4)
        assert watch.reminder.title == "Settle the red flag: The host changes its refund flow"
        ana = deal.cast.actor("ana")
        close_red_flag(actor=ana, now=watch.now, flag_id=flag.pk, how="Their new flow passed our tests")
        assert not watch.is_open


class TestClearance:
    def clear(self, offering: Offering) -> None:
        offering.clear("T04", "psv")

    def test_tells_the_owner_once_before_it_runs_out(self, deal: Deal, offering: Offering) -> None:
        offering.flag()
        self.clear(offering)
        watch = Watch("trigger_expiring", deal.id, MONDAY)
        assert watch.pass_days(29) == ["owner Elena Fri 28 Mar 09:00"]
        assert watch.reminder.title == f"Have T04 cleared again on {deal.row.name}"
        assert watch.reminder.why.endswith("that holds until 2 April.")

    def test_stops_and_begins_anew_when_it_is_cleared_again(self, deal: Deal, offering: Offering) -> None:
        offering.flag()
        self.clear(offering)
        watch = Watch("trigger_expiring", deal.id, MONDAY)
        watch.pass_days(26)
        assert watch.is_open
        deal.now = watch.now
        self.clear(offering)
        assert not watch.is_open
        assert watch.pass_days(29) == ["owner Elena Fri 28 Mar 09:00", "owner Elena Wed 23 Apr 09:00"]

    def test_stops_when_nothing_fires_any_more(self, deal: Deal, offering: Offering) -> None:
        flag = offering.flag()
        self.clear(offering)
        watch = Watch("trigger_expiring", deal.id, MONDAY)
        watch.pass_days(26)
        close_red_flag(actor=deal.cast.actor("ana"), now=watch.now, flag_id=flag.pk, how="Their new flow passed")
        assert not watch.is_open

    def test_is_told_of_the_first_that_runs_out_alone(self, deal: Deal, offering: Offering) -> None:
        offering.flag()
        offering.ask_for_call()
        self.clear(offering)
        deal.now += timedelta(days=2)
        offering.clear("T05", "psv")
        watch = Watch("trigger_expiring", deal.id, deal.now)
        assert watch.pass_days(27) == ["owner Elena Fri 28 Mar 09:00"]
