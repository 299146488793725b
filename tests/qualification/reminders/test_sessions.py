"""Sessions of a proof of concept: prepared, closed, and followed by the next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qualification.models import PocSession
from qualification.services.close_session import cancel_session, miss_session
from qualification.services.schedule_session import reschedule_session, schedule_session
from tests.qualification.proof import Proof
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
THURSDAY = datetime(2031, 3, 6, 10, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2031, 3, 10, 10, 0, tzinfo=UTC)


def book(proof: Proof, at: datetime = THURSDAY, kind: str = "getting_started") -> PocSession:
    return schedule_session(**proof.known(proof.ana), kind=kind, starts_at=at)


def about(proof: Proof, session: PocSession, watch: Watch) -> dict[str, object]:
    return {"actor": proof.ana, "now": watch.now, "poc_id": proof.id, "session_id": session.pk}


class TestPreparation:
    def test_is_told_on_the_business_day_before(self, deal: Deal, proof: Proof) -> None:
        book(proof)
        watch = Watch("poc_prep", deal.id, MONDAY)
        assert watch.pass_days(20) == ["lead Ana Wed 5 Mar 10:00"]
        assert watch.reminder.title == f"Prepare Getting started with {deal.row.name}"

    def test_is_told_on_friday_for_a_monday(self, deal: Deal, proof: Proof) -> None:
        book(proof, NEXT_MONDAY)
        assert Watch("poc_prep", deal.id, MONDAY).pass_days(20) == ["lead Ana Fri 7 Mar 10:00"]

    def test_is_told_at_once_for_one_booked_late(self, deal: Deal, proof: Proof) -> None:
        proof.schedule("getting_started")
        assert Watch("poc_prep", deal.id, MONDAY).pass_days(1) == ["lead Ana Mon 3 Mar 09:00"]

    def test_moves_with_the_session(self, deal: Deal, proof: Proof) -> None:
        session = book(proof)
        watch = Watch("poc_prep", deal.id, MONDAY)
        watch.pass_days(2.5)
        assert watch.is_open
        reschedule_session(**about(proof, session, watch), starts_at=NEXT_MONDAY)
        assert not watch.is_open
        assert watch.pass_days(9) == ["lead Ana Wed 5 Mar 10:00", "lead Ana Fri 7 Mar 10:00"]

    def test_stops_when_it_is_cancelled(self, deal: Deal, proof: Proof) -> None:
        session = book(proof)
        watch = Watch("poc_prep", deal.id, MONDAY)
        watch.pass_days(2.5)
        cancel_session(**about(proof, session, watch), note="They moved offices")
        assert not watch.is_open


class TestPastAndOpen:
    def test_is_the_leads_then_the_owners_and_the_managers(self, deal: Deal, proof: Proof) -> None:
        session = book(proof)
        watch = Watch("poc_session_overdue", deal.id, MONDAY)
        assert watch.pass_days(20) == [
            "lead Ana Fri 7 Mar 10:00",
            "manager Tomas Tue 11 Mar 10:00",
            "owner Elena Tue 11 Mar 10:00",
        ]
        assert watch.reminder.path == f"/opportunities/{deal.id}/poc/sessions/{session.pk}/hold/"
        assert watch.reminder.act == "Close it"

    def test_climbs_while_it_is_put_off(self, deal: Deal, proof: Proof) -> None:
        book(proof)
        watch = Watch("poc_session_overdue", deal.id, MONDAY)
        watch.pass_days(5)
        watch.snooze(days=5)
        assert watch.pass_days(9)[-1] == "owner Elena Tue 11 Mar 10:00"

    def test_stops_when_somebody_says_how_it_went(self, deal: Deal, proof: Proof) -> None:
        session = book(proof)
        watch = Watch("poc_session_overdue", deal.id, MONDAY)
        watch.pass_days(5)
        assert watch.is_open
        miss_session(**about(proof, session, watch), note="Nobody dialled in")
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 1


class TestNoneBooked:
    def test_begins_two_business_days_after_the_last(self, deal: Deal, proof: Proof) -> None:
        proof.hold("getting_started")
        watch = Watch("poc_session_overdue", deal.id, deal.now)
        assert watch.pass_days(20) == [
            "lead Ana Wed 5 Mar 09:00",
            "manager Tomas Fri 7 Mar 09:00",
            "owner Elena Fri 7 Mar 09:00",
        ]
        assert watch.reminder.title == f"Book Technical discovery with {deal.row.name}"
        assert watch.reminder.path == f"/opportunities/{deal.id}/poc/sessions/book/?kind=discovery"

    def test_stops_when_one_is_booked(self, deal: Deal, proof: Proof) -> None:
        proof.hold("getting_started")
        watch = Watch("poc_session_overdue", deal.id, deal.now)
        watch.pass_days(3)
        assert watch.is_open
        deal.now = watch.now
        book(proof, NEXT_MONDAY, "discovery")
        assert not watch.is_open

    def test_asks_for_nothing_after_the_last_kind(self, deal: Deal, proof: Proof) -> None:
        proof.run_to_validation()
        proof.hold("migration_planning")
        assert Watch("poc_session_overdue", deal.id, deal.now).pass_days(20) == []
