"""Champions who went, help that is late, waivers to look at again, lost customers to try again (domain §12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opportunities.domain.closing import Loss
from opportunities.models import Waiver
from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.answer_request import accept_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.end_request import finish_request
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.lose import lose
from opportunities.services.reengage import reengage
from opportunities.services.set_reengagement import set_reengagement
from opportunities.services.waive import keep_waiver, lift_waiver, waive
from salesops.accounts.models import Contact
from salesops.accounts.services.amend_contact import amend_contact
from salesops.accounts.services.mark_left import mark_left
from salesops.users.models import User
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal, new_contact

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Their board has decided without a case before."


class TestChampion:
    @pytest.fixture
    def contact(self, deal: Deal) -> Contact:
        add_stakeholder(**deal.known(), contact_id=deal.contact.pk, role="champion")
        deal.now = MONDAY + timedelta(days=1)
        return Contact.objects.get(pk=deal.contact.pk)

    def leave(self, deal: Deal, contact: Contact) -> None:
        mark_left(actor=deal.actor, now=deal.now, contact_id=contact.pk, version=contact.version)

    def test_tells_owner_and_manager_at_once_when_the_champion_leaves(self, deal: Deal, contact: Contact) -> None:
        self.leave(deal, contact)
        watch = Watch("champion_left", deal.id, MONDAY)
        assert watch.pass_days(30) == ["manager Tomas Tue 4 Mar 09:00", "owner Elena Tue 4 Mar 09:00"]
        assert watch.reminder.title == f"Name a new champion on {deal.row.name}"
        assert watch.reminder.why == "Kari Aasen left on 4 March, and nobody else is champion or candidate."
        assert watch.reminder.path == f"/opportunities/{deal.id}/people/add/?role=champion_candidate"

    def test_tells_them_of_another_position(self, deal: Deal, contact: Contact) -> None:
        values = {"title": "Head of facilities"}
        amend_contact(actor=deal.actor, now=deal.now, contact_id=contact.pk, version=contact.version, values=values)
        watch = Watch("champion_left", deal.id, MONDAY)
        assert len(watch.pass_days(5)) == 2
        assert watch.reminder.why.startswith("Kari Aasen took another position on 4 March")

    def test_stops_with_a_successor(self, deal: Deal, contact: Contact) -> None:
        self.leave(deal, contact)
        watch = Watch("champion_left", deal.id, MONDAY)
        watch.pass_days(2)
        assert watch.is_open
        berit = new_contact(deal.account, "Berit Foss")
        add_stakeholder(**deal.known(), contact_id=berit.pk, role="user")
        assert watch.is_open
        add_stakeholder(**deal.known(), contact_id=berit.pk, role="champion_candidate")
        assert not watch.is_open

    def test_says_nothing_while_another_champion_is_there(self, deal: Deal, contact: Contact) -> None:
        berit = new_contact(deal.account, "Berit Foss")
        add_stakeholder(**deal.known(), contact_id=berit.pk, role="champion_candidate")
        self.leave(deal, contact)
        assert not Watch("champion_left", deal.id, MONDAY).pass_days(5)


class TestCollaboration:
    def ask(self, deal: Deal, person: int | None) -> int:
        new = NewRequest("demo", "Show them the nightly jobs on their own data.", responsible_id=person)
        return ask_for_help(**deal.known(), new=new).pk

    def test_tells_who_is_responsible_then_everybody(self, deal: Deal) -> None:
        ana = deal.cast.user("ana")
        deal.cast.user("ingrid")
        deal.now = MONDAY + timedelta(hours=1)
        request = self.ask(deal, ana.pk)
        watch = Watch("collaboration_due", deal.id, MONDAY)
        assert watch.pass_days(5) == [
            "responsible Ana Tue 4 Mar 14:00",
            "function_lead Ingrid Thu 6 Mar 10:00",
            "owner Elena Thu 6 Mar 10:00",
            "responsible Ana Thu 6 Mar 10:00",
            "responsible Ana Fri 7 Mar 10:00",
        ]
        assert watch.reminder.title == f"Accept the demo for {deal.row.name}"
        assert watch.reminder.why == "Elena Petrova waits for it since 3 March; it is due on 6 March."
        assert watch.reminder.path == f"/requests/{request}/accept/"

    def test_stops_when_it_is_done(self, deal: Deal) -> None:
        request = self.ask(deal, deal.cast.user("ana").pk)
        watch = Watch("collaboration_due", deal.id, MONDAY)
        watch.pass_days(2)
        deal.now = watch.now
        known = {"actor": deal.cast.ana, "now": deal.now, "request_id": request}
        accept_request(**known)
        watch.pass_days(1)
        assert watch.reminder.title == f"Finish the demo for {deal.row.name}"
        finish_request(**known, result="Shown on their data; they liked it.")
        assert not watch.is_open
        told = len(watch.told())
        assert len(watch.pass_days(9)) == told

    def test_tells_the_whole_function_while_nobody_has_taken_it(self, deal: Deal) -> None:
        deal.cast.user("ana")
        deal.cast.user("sam")
        self.ask(deal, None)
        told = Watch("collaboration_due", deal.id, MONDAY).pass_days(1.5)
        assert told == ["responsible Ana Tue 4 Mar 13:00", "responsible Sam Tue 4 Mar 13:00"]

    def test_waits_while_it_is_put_off_and_climbs_all_the_same(self, deal: Deal) -> None:
        self.ask(deal, deal.cast.user("ana").pk)
        watch = Watch("collaboration_due", deal.id, MONDAY)
        watch.pass_days(2)
        watch.snooze(days=4)
        assert watch.pass_days(2)[1:] == ["owner Elena Wed 5 Mar 17:00"]


class TestLost:
    @pytest.fixture
    def deal(self, deal: Deal) -> Deal:
        detail = "They put the whole project off for a year."
        lose(**deal.known(), loss=Loss("lost", "timing", detail, reengage_on=date(2031, 3, 22)))
        return deal

    def test_tells_the_owner_on_the_day(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        assert watch.pass_days(60) == ["owner Elena Mon 24 Mar 09:00"]
        assert watch.reminder.title == f"Try {deal.row.name} again"
        assert watch.reminder.why == "When it was lost, 22 March was set as the day to try again."

    def test_stops_when_they_are_contacted(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        watch.pass_days(21)
        assert watch.is_open
        deal.now = watch.now
        log_activity(**deal.known(), new=NewActivity("call", "Asked how it goes"))
        assert not watch.is_open

    def test_stops_with_the_new_deal(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        watch.pass_days(21)
        reengage(**{**deal.known(), "now": watch.now})
        watch.plan()
        assert not watch.is_open

    def test_comes_on_the_day_that_is_set_instead(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        watch.pass_days(21)
        set_reengagement(**{**deal.known(), "now": watch.now}, on=date(2031, 4, 9))
        assert not watch.is_open
        assert watch.pass_days(60) == ["owner Elena Mon 24 Mar 09:00", "owner Elena Wed 9 Apr 09:00"]

    def test_stays_silent_once_nobody_tries_again(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        set_reengagement(**deal.known(), on=None)
        assert watch.pass_days(60) == []

    def test_waits_while_it_is_put_off(self, deal: Deal) -> None:
        watch = Watch("reengage_due", deal.id, MONDAY)
        watch.pass_days(21)
        watch.snooze(days=3)
        assert watch.pass_days(20) == ["owner Elena Mon 24 Mar 09:00"]


class TestWaiver:
    @pytest.fixture
    def waiver(self, deal: Deal) -> Waiver:
        return waive(**deal.known(deal.cast.tomas), criterion_id="D-3", reason=WHY)

    def test_asks_who_waived_every_month(self, deal: Deal, waiver: Waiver) -> None:
        watch = Watch("waiver_review", deal.id, MONDAY)
        assert watch.pass_days(65) == ["waiving_role Tomas Wed 2 Apr 09:00", "waiving_role Tomas Fri 2 May 09:00"]
        assert watch.reminder.why.endswith(f"is waived since 3 March: {WHY}")
        assert watch.reminder.path == f"/opportunities/{deal.id}/waivers/keep/?criterion_id=D-3"

    def test_stops_when_it_is_lifted(self, deal: Deal, waiver: Waiver) -> None:
        watch = Watch("waiver_review", deal.id, MONDAY)
        watch.pass_days(31)
        assert watch.is_open
        deal.now = watch.now
        lift_waiver(**deal.known(deal.cast.tomas), criterion_id="D-3", reason="They wrote the case after all.")
        assert not watch.is_open
        assert len(watch.pass_days(60)) == 1

    def test_asks_again_a_month_after_it_was_kept(self, deal: Deal, waiver: Waiver) -> None:
        watch = Watch("waiver_review", deal.id, MONDAY)
        watch.pass_days(31)
        deal.now = watch.now
        keep_waiver(**deal.known(deal.cast.tomas), criterion_id="D-3", reason="They still write the case themselves.")
        assert not watch.is_open
        assert watch.pass_days(32)[1:] == ["waiving_role Tomas Mon 5 May 09:00"]

    def test_asks_the_manager_once_who_waived_is_gone(self, deal: Deal, waiver: Waiver) -> None:
        User.objects.filter(pk=deal.cast.user("tomas").pk).update(is_active=False)
        deal.cast.user("ingrid")
        watch = Watch("waiver_review", deal.id, MONDAY)
        assert watch.pass_days(31) == ["waiving_role Ingrid Wed 2 Apr 09:00"]

    def test_waits_while_it_is_put_off(self, deal: Deal, waiver: Waiver) -> None:
        watch = Watch("waiver_review", deal.id, MONDAY)
        watch.pass_days(31)
        watch.snooze(days=40)
        assert watch.pass_days(35) == ["waiving_role Tomas Wed 2 Apr 09:00"]
