"""Putting a reminder off and ending it: only one's own, only for a reason, and not before it is settled (§12.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesops.core.errors import Conflict, Invalid, NotVisible
from salesops.reminders.domain.rules import lane
from salesops.reminders.models import Reminder, ReminderEntry, ReminderRecipient
from salesops.reminders.queries.mine import reminders_of, slipping, snooze_days, snoozed_of
from salesops.reminders.services.end_reminder import end_reminder
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due
from salesops.reminders.services.snooze import snooze
from salesops.users.models import Membership, Team
from tests.cast import Cast
from tests.reminders.conftest import MONDAY, Book


@pytest.fixture
def reminder(book: Book) -> Reminder:
    book.declare(lane("owner", "0 bd"), lane("manager", "0 bd"))
    book.add()
    return fire(book)


def fire(book: Book) -> Reminder:
    plan_duties("toy", 1, now=MONDAY)
    run_due(now=MONDAY)
    return Reminder.objects.get(stopped_at=None)


def put_off(
    cast: Cast, reminder: Reminder, *, days: int = 2, reason: str = "The buyer is away", who: str = "elena"
) -> None:
    snooze(
        actor=cast.actor(who),
        now=MONDAY,
        reminder_id=reminder.pk,
        until=MONDAY.date() + timedelta(days=days),
        reason=reason,
    )


class TestSnooze:
    def test_puts_it_off_for_oneself_alone(self, cast: Cast, reminder: Reminder) -> None:
        put_off(cast, reminder)
        elena, tomas = cast.actor("elena"), cast.actor("tomas")
        assert reminders_of(elena, now=MONDAY) == []
        assert [held.row.snooze_reason for held in snoozed_of(elena, now=MONDAY)] == ["The buyer is away"]
        assert len(reminders_of(tomas, now=MONDAY)) == 1
        assert len(reminders_of(elena, now=MONDAY + timedelta(days=2))) == 1
        assert ReminderEntry.objects.get(what="snoozed").detail == "until 2031-03-05: The buyer is away"

    @pytest.mark.parametrize(("days", "reason", "field"), [(0, "x", "until"), (8, "x", "until"), (2, " ", "reason")])
    def test_refuses_a_day_too_far_and_a_missing_reason(
        self, cast: Cast, reminder: Reminder, days: int, reason: str, field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            put_off(cast, reminder, days=days, reason=reason)
        assert set(refused.value.fields) == {field}
        assert not ReminderRecipient.objects.exclude(snoozed_until=None).exists()

    def test_takes_the_last_of_five_business_days(self, cast: Cast, reminder: Reminder) -> None:
        assert snooze_days(cast.actor("elena"), now=MONDAY)[-1] == date(2031, 3, 10)
        put_off(cast, reminder, days=7)

    def test_refuses_an_urgent_one(self, cast: Cast, book: Book) -> None:
        book.declare(lane("owner", "0 bd"), is_urgent=True)
        book.add()
        with pytest.raises(Conflict, match="cannot be put off"):
            put_off(cast, fire(book))

    def test_is_for_those_who_have_it(self, cast: Cast, reminder: Reminder) -> None:
        with pytest.raises(NotVisible):
            put_off(cast, reminder, who="arjun")


class TestEnd:
    def test_says_what_is_left_while_the_matter_stands(self, cast: Cast, reminder: Reminder) -> None:
        with pytest.raises(Conflict) as refused:
            end_reminder(actor=cast.actor("elena"), now=MONDAY, reminder_id=reminder.pk)
        assert refused.value.next_action == "It ends by itself when the toy is mended."

    def test_ends_for_all_once_it_is_settled(self, cast: Cast, book: Book, reminder: Reminder) -> None:
        book.settle()
        end_reminder(actor=cast.actor("elena"), now=MONDAY, reminder_id=reminder.pk)
        assert Reminder.objects.get().stopped_at == MONDAY
        with pytest.raises(NotVisible):
            end_reminder(actor=cast.actor("elena"), now=MONDAY, reminder_id=reminder.pk)

    def test_a_notice_ends_for_each_who_read_it(self, cast: Cast, book: Book) -> None:
        book.declare(lane("owner", "0 bd", every="1 bd"), lane("manager", "0 bd"), is_notice=True)
        book.add()
        reminder = fire(book)
        end_reminder(actor=cast.actor("elena"), now=MONDAY, reminder_id=reminder.pk)
        assert reminders_of(cast.actor("elena"), now=MONDAY) == []
        assert len(reminders_of(cast.actor("tomas"), now=MONDAY)) == 1
        run_due(now=MONDAY + timedelta(days=1))
        assert reminders_of(cast.actor("elena"), now=MONDAY + timedelta(days=1)) == []
        end_reminder(actor=cast.actor("tomas"), now=MONDAY, reminder_id=reminder.pk)
        assert Reminder.objects.get().stopped_at == MONDAY


def test_a_manager_sees_what_slips_in_the_team_and_nobody_elses(cast: Cast, reminder: Reminder) -> None:
    team = Team.objects.create(name="North", manager=cast.user("rosa"))
    Membership.objects.create(team=team, user=cast.user("elena"))
    assert [held.row.person.name for held in slipping(cast.actor("rosa"))] == ["Elena Petrova"]
    assert slipping(cast.actor("ingrid")) == []
