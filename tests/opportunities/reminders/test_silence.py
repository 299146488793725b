"""Deals on which nobody talks to the customer, or nobody does anything (domain §12)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opportunities.services.log_activity import NewActivity, log_activity
from salesops.accounts.domain.segments import segment_of
from salesops.accounts.models import Account
from tests.cast import Cast
from tests.opportunities.reminders.conftest import MONDAY
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


def log(deal: Deal, kind: str, *, days: float = 0, with_customer: bool = True) -> None:
    """Log an activity so many days from Monday."""
    deal.now = MONDAY + timedelta(days=days)
    contacts = [deal.contact.pk] if with_customer else []
    log_activity(**deal.known(), new=NewActivity(kind, "Kick-off with their team", contact_ids=contacts))


class TestPromisedFollowUp:
    def test_tells_the_owner_that_evening_and_the_manager_the_next_day(self, deal: Deal) -> None:
        log(deal, "meeting")
        watch = Watch("promised_followup", deal.id, MONDAY)
        assert watch.pass_days(30) == ["owner Elena Mon 3 Mar 17:00", "manager Tomas Tue 4 Mar 09:00"]
        assert watch.reminder.title == f"Follow up with {deal.row.name}"
        assert watch.reminder.why == "“Kick-off with their team” was on 3 March; nothing is logged since."
        assert watch.reminder.path == f"/opportunities/{deal.id}/activities/log/?kind=email"

    def test_stops_with_what_is_logged_after_it(self, deal: Deal) -> None:
        log(deal, "meeting")
        watch = Watch("promised_followup", deal.id, MONDAY)
        watch.pass_days(0.5)
        assert watch.is_open
        log(deal, "email", days=0.5)
        assert not watch.is_open
        assert len(watch.pass_days(5)) == 1

    def test_begins_again_with_the_next_meeting(self, deal: Deal) -> None:
        log(deal, "meeting")
        log(deal, "meeting", days=7)
        watch = Watch("promised_followup", deal.id, MONDAY)
        assert watch.pass_days(7.5) == ["owner Elena Mon 10 Mar 17:00"]

    def test_says_nothing_of_a_call_or_a_meeting_among_ourselves(self, deal: Deal) -> None:
        log(deal, "meeting", with_customer=False)
        log(deal, "call")
        assert not Watch("promised_followup", deal.id, MONDAY).pass_days(5)

    def test_climbs_while_it_is_put_off(self, deal: Deal) -> None:
        log(deal, "meeting")
        watch = Watch("promised_followup", deal.id, MONDAY)
        watch.pass_days(0.5)
        watch.snooze(days=3)
        assert watch.pass_days(5) == ["owner Elena Mon 3 Mar 17:00", "manager Tomas Tue 4 Mar 09:00"]


class TestNoActivity:
    @pytest.fixture
    def deal(self, deal: Deal) -> Deal:
        deal.open_discovery_gate()  # a call on Monday is part of it
        deal.advance()
        return deal

    def test_tells_the_owner_weekly_from_two_weeks_on_and_the_manager_after_three(self, deal: Deal) -> None:
        watch = Watch("no_activity", deal.id, MONDAY)
        assert watch.pass_days(29) == [
            "owner Elena Mon 17 Mar 09:00",
            "manager Tomas Mon 24 Mar 09:00",
            "owner Elena Mon 24 Mar 09:00",
            "owner Elena Mon 31 Mar 09:00",
        ]
        assert watch.reminder.title == f"Talk to the customer of {deal.row.name}"
        assert watch.reminder.why == "The last call or meeting was on 3 March."

    def test_stops_with_a_talk_and_not_with_a_note(self, deal: Deal) -> None:
        watch = Watch("no_activity", deal.id, MONDAY)
        watch.pass_days(15)
        assert watch.is_open
        log(deal, "note", days=15)
        assert watch.is_open
        log(deal, "call", days=15, with_customer=False)
        assert watch.is_open
        log(deal, "call", days=15)
        assert not watch.is_open
        assert watch.pass_days(13) == ["owner Elena Mon 17 Mar 09:00"]
        assert watch.pass_days(2) == ["owner Elena Mon 17 Mar 09:00", "owner Elena Tue 1 Apr 09:00"]

    def test_waits_while_it_is_put_off_and_climbs_all_the_same(self, deal: Deal) -> None:
        watch = Watch("no_activity", deal.id, MONDAY)
        watch.pass_days(14)
        watch.snooze(days=9)
        assert watch.pass_days(10) == [
            "owner Elena Mon 17 Mar 09:00",
            "manager Tomas Mon 24 Mar 09:00",
            "owner Elena Wed 26 Mar 09:00",
        ]

    def test_gives_a_deal_nobody_qualified_a_week_more(self, cast: Cast) -> None:
        cast.user("tomas")
        created = Deal(cast, process="nb.certification", now=MONDAY)
        watch = Watch("no_activity", created.id, MONDAY)
        assert watch.pass_days(22) == ["owner Elena Mon 24 Mar 09:00"]
        assert watch.reminder.why == "Nobody has talked to them yet."

    def test_leaves_a_renewal_alone_until_its_window_opens(self, cast: Cast) -> None:
        more = {"subtype": "renewal", "renewal_date": date(2031, 10, 29)}  # 180 days after 2 May
        renewal = Deal(cast, owner="beatriz", process="renewal.standard", now=MONDAY, more=more)
        watch = Watch("no_activity", renewal.id, MONDAY)
        assert not watch.pass_days(75)
        assert watch.pass_days(9) == ["owner Beatriz Fri 23 May 09:00"]


class TestEarlyInactive:
    @pytest.mark.parametrize(
        ("employees", "told"),
        [
            (5_000, ["Thu 17 Apr", "Sun 1 Jun"]),
            (None, ["Mon 24 Mar", "Thu 17 Apr"]),
            (12, ["Mon 10 Mar", "Tue 18 Mar"]),
        ],
    )
    def test_warns_then_proposes_to_close_by_the_size_of_the_customer(
        self, deal: Deal, employees: int | None, told: list[str]
    ) -> None:
        told = [each.replace("Sun 1 Jun", "Mon 2 Jun") for each in told]
        Account.objects.filter(pk=deal.account.pk).update(employees=employees)
        watch = Watch("early_inactive", deal.id, MONDAY)
        expected = [f"{who} {on} 09:00" for on in told for who in ("manager Tomas", "owner Elena")]
        assert watch.pass_days(120) == expected
        assert watch.reminder.title == f"Close {deal.row.name} or wake it up"
        assert watch.reminder.why == "In Discovery, without activity or move since 3 March."
        assert watch.reminder.path == f"/opportunities/{deal.id}/lose/"
        assert deal.row.is_open

    def test_warns_with_another_act(self, deal: Deal) -> None:
        watch = Watch("early_inactive", deal.id, MONDAY)
        watch.pass_days(22)
        assert watch.reminder.title == f"Wake {deal.row.name} up"
        assert watch.reminder.path == f"/opportunities/{deal.id}/activities/log/"

    def test_stops_with_an_activity_and_counts_from_there(self, deal: Deal) -> None:
        watch = Watch("early_inactive", deal.id, MONDAY)
        watch.pass_days(22)
        assert watch.is_open
        log(deal, "note", days=22, with_customer=False)
        assert not watch.is_open
        assert len(watch.pass_days(20)) == 2
        assert len(watch.pass_days(2)) == 4

    def test_stops_with_a_move(self, deal: Deal) -> None:
        watch = Watch("early_inactive", deal.id, MONDAY)
        watch.pass_days(22)
        assert watch.is_open
        deal.now = watch.now
        deal.open_discovery_gate()
        deal.advance()
        assert not watch.is_open
        assert len(watch.pass_days(120)) == 2

    def test_leaves_renewals_alone(self, cast: Cast) -> None:
        renewal = Deal(cast, owner="beatriz", process="renewal.standard", now=MONDAY, more={"subtype": "renewal"})
        assert not Watch("early_inactive", renewal.id, MONDAY).pass_days(120)


@pytest.mark.parametrize(
    ("employees", "segment"),
    [(99, "small"), (100, "mid_market"), (999, "mid_market"), (1000, "enterprise"), (None, "mid_market")],
)
def test_the_size_of_a_customer(employees: int | None, segment: str) -> None:
    assert segment_of(employees) == segment
