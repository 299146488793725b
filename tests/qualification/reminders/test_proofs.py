"""A proof of concept: signed, in time, and read out."""

from __future__ import annotations

import pytest

from qualification.services.close_measurement import take_up_again
from qualification.services.conclude_poc import Readout, conclude_poc
from qualification.services.extend_poc import ask_extension, give_extension
from qualification.services.send_sign_link import send_sign_link
from tests.cast import Cast
from tests.qualification.proof import Proof
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Their data arrives a week later than they said"


class TestPlan:
    def send(self, proof: Proof) -> None:
        send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)

    def test_is_chased_weekly_and_climbs_after_seven_days(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        watch = Watch("poc_plan_unsigned", deal.id, MONDAY)
        assert watch.pass_days(7) == []
        watch.now = MONDAY
        self.send(proof)
        assert watch.pass_days(14) == [
            "owner Elena Thu 6 Mar 09:00",
            "manager Tomas Wed 12 Mar 09:00",
            "owner Elena Thu 13 Mar 09:00",
        ]
        assert watch.reminder.why == "Version 1 was sent on 3 March and the champion has not signed it."

    def test_counts_from_the_first_link(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        self.send(proof)
        watch = Watch("poc_plan_unsigned", deal.id, MONDAY)
        watch.pass_days(4)
        deal.now = watch.now
        self.send(proof)
        assert watch.pass_days(7) == [
            "owner Elena Thu 6 Mar 09:00",
            "manager Tomas Wed 12 Mar 09:00",
            "owner Elena Thu 13 Mar 09:00",
        ]

    def test_waits_while_it_is_put_off(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        self.send(proof)
        watch = Watch("poc_plan_unsigned", deal.id, MONDAY)
        watch.pass_days(4)
        watch.snooze(days=11)
        assert watch.pass_days(14) == [
            "owner Elena Thu 6 Mar 09:00",
            "manager Tomas Wed 12 Mar 09:00",
            "owner Elena Tue 18 Mar 09:00",
            "owner Elena Thu 20 Mar 09:00",
        ]

    def test_stops_with_the_signature(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        self.send(proof)
        watch = Watch("poc_plan_unsigned", deal.id, MONDAY)
        watch.pass_days(4)
        assert watch.is_open
        deal.now = watch.now
        proof.sign()
        assert not watch.is_open

    def test_stops_with_another_version(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        self.send(proof)
        watch = Watch("poc_plan_unsigned", deal.id, MONDAY)
        watch.pass_days(4)
        proof.write(in_scope="Ten nightly jobs")
        assert not watch.is_open


class TestEnd:
    """The plan's last day is Monday, 31 March."""

    def test_is_told_five_days_before(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        watch = Watch("poc_ending", deal.id, MONDAY)
        assert watch.pass_days(40) == ["owner Elena Wed 26 Mar 09:00", "validator Ana Wed 26 Mar 09:00"]

    def test_past_it_is_told_daily_and_climbs(self, deal: Deal, proof: Proof) -> None:
        proof.write()
        watch = Watch("poc_overrun", deal.id, MONDAY)
        told = watch.pass_days(32)
        assert told == [
            "owner Elena Tue 1 Apr 09:00",
            "validator Ana Tue 1 Apr 09:00",
            "owner Elena Wed 2 Apr 09:00",
            "validator Ana Wed 2 Apr 09:00",
            "owner Elena Thu 3 Apr 09:00",
            "validator Ana Thu 3 Apr 09:00",
            "manager Tomas Fri 4 Apr 09:00",
            "owner Elena Fri 4 Apr 09:00",
            "validator Ana Fri 4 Apr 09:00",
        ]

    def test_counts_from_the_day_it_was_planned_without_a_plan(self, deal: Deal, proof: Proof) -> None:
        assert Watch("poc_ending", deal.id, MONDAY).pass_days(40)[0] == "owner Elena Fri 28 Mar 09:00"

    def test_moves_with_an_extension_that_both_have_given(self, cast: Cast, deal: Deal, proof: Proof) -> None:
        proof.write()
        ending, overrun = (Watch(key, deal.id, MONDAY) for key in ("poc_ending", "poc_overrun"))
        ending.pass_days(24)
        overrun.now = ending.now
        overrun.pass_days(6)
        known = {"now": overrun.now, "poc_id": proof.id}
        ask_extension(actor=cast.actor("ana"), days=7, reason=WHY, **known)
        assert ending.is_open
        assert overrun.is_open
        give_extension(actor=cast.actor("tomas"), **known)
        assert not ending.is_open
        assert not overrun.is_open
        ending.now = overrun.now
        assert ending.pass_days(5)[2:] == ["owner Elena Wed 2 Apr 09:00", "validator Ana Wed 2 Apr 09:00"]

    def test_stops_when_measuring_is_closed(self, deal: Deal, proof: Proof) -> None:
        proof.run_to_validation()
        watch = Watch("poc_overrun", deal.id, deal.now)
        watch.pass_days(30)
        assert watch.is_open
        deal.now = watch.now
        proof.close()
        assert not watch.is_open


class TestReadout:
    @pytest.fixture
    def measured(self, proof: Proof) -> Proof:
        """Measured on Monday, at the end of the day."""
        proof.run_to_validation()
        proof.measure("fast", "120")
        proof.measure("cheap", "8")
        proof.close()
        return proof

    def test_is_due_after_five_business_days_and_climbs(self, deal: Deal, measured: Proof) -> None:
        watch = Watch("readout_due", deal.id, deal.now)
        assert watch.pass_days(20) == ["owner Elena Tue 11 Mar 09:00", "manager Tomas Fri 14 Mar 09:00"]
        assert watch.reminder.path == f"/opportunities/{deal.id}/poc/readout/"

    def test_stops_when_it_is_held(self, deal: Deal, measured: Proof) -> None:
        watch = Watch("readout_due", deal.id, deal.now)
        watch.pass_days(9)
        assert watch.is_open
        deal.now = watch.now
        readout = Readout(measured.hold_readout(), "accept", "Send the offer")
        conclude_poc(**measured.known(), readout=readout)
        assert not watch.is_open

    def test_begins_anew_when_it_is_measured_again(self, deal: Deal, measured: Proof) -> None:
        watch = Watch("readout_due", deal.id, deal.now)
        watch.pass_days(9)
        deal.now = watch.now
        take_up_again(**measured.known(measured.ana), reason="They changed the data")
        assert not watch.is_open
        measured.close()
        assert watch.pass_days(9)[-1] == "owner Elena Thu 20 Mar 09:00"
