"""What is due is told once, to the right person, and no more once it is settled (reliability §6.2, P8, P9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from salesops.outbox.domain.delivery import MOST_ATTEMPTS
from salesops.reminders import registry
from salesops.reminders.domain.rules import lane
from salesops.reminders.models import Obligation, Reminder, ReminderEntry, ReminderRecipient, RuleSetting
from salesops.reminders.queries.surroundings import Surroundings
from salesops.reminders.services import run_due as module
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due
from salesops.users.models import Absence, DayOff
from tests.cast import Cast
from tests.reminders.conftest import MONDAY, Book

TUESDAY, WEDNESDAY, NEXT_MONDAY = (MONDAY + timedelta(days=days) for days in (1, 2, 7))


def plan(record: int = 1, *, now=MONDAY) -> None:
    plan_duties("toy", record, now=now)


def told() -> list[tuple[str, str]]:
    """Who was told what, in order: the lane and the day."""
    return [(entry.lane, f"{entry.at:%a %H}") for entry in ReminderEntry.objects.filter(what="fired")]


def standing() -> list[tuple[str, int, str]]:
    return list(Obligation.objects.order_by("lane", "turn").values_list("lane", "turn", "status"))


class TestFiring:
    def test_tells_each_lane_at_its_time_and_no_more(self, book: Book) -> None:
        book.add()
        plan()
        for day in range(20):
            run_due(now=MONDAY + timedelta(days=day))
        assert told() == [("owner", "Mon 09"), ("owner", "Wed 09"), ("manager", "Mon 09")]
        reminder = Reminder.objects.get()
        assert (reminder.title, reminder.fires, reminder.path) == ("Mend toy 1", 3, "/toys/1/")
        assert {row.person_id for row in reminder.recipients.all()} == {book.owner, book.manager}

    def test_repeats_as_long_as_the_matter_stands(self, book: Book) -> None:
        book.declare(lane("owner", "1 bd", every="7 d"))
        book.add()
        plan()
        for day in range(16):
            run_due(now=MONDAY + timedelta(days=day))
        assert told() == [("owner", "Tue 09")] * 3

    def test_keeps_a_lane_nobody_is_in_for_who_joins_it(self, book: Book) -> None:
        book.declare(lane("owner", "0 bd"), lane("manager", "1 bd"))
        matter = book.add(people={"owner": (book.owner,)})
        plan()
        run_due(now=TUESDAY)
        assert standing() == [("owner", 0, "done")]
        book.matters[1][:] = [replace(matter, people={"owner": (book.owner,), "manager": (book.manager,)})]
        plan(now=WEDNESDAY)
        run_due(now=WEDNESDAY)
        assert told() == [("owner", "Tue 09"), ("manager", "Wed 09")]

    def test_says_nothing_about_what_was_settled_meanwhile(self, book: Book) -> None:
        book.add()
        plan()
        book.settle()
        run_due(now=MONDAY)
        assert told() == []
        assert standing() == [("manager", 0, "pending"), ("owner", 0, "cancelled")]

    def test_after_an_outage_tells_only_the_newest_of_each_lane(self, book: Book) -> None:
        book.declare(lane("owner", "0 bd", every="1 bd"), lane("manager", "2 bd", every="1 bd"))
        book.add()
        plan()
        for _ in range(5):
            run_due(now=NEXT_MONDAY + timedelta(hours=1))
        assert sorted(told()) == [("manager", "Mon 10"), ("owner", "Mon 10")]
        assert Obligation.objects.filter(status="skipped").count() == 2
        assert "Missed with 4 more" in Obligation.objects.get(status="skipped", lane="owner").note

    def test_what_is_late_waits_for_working_hours(self, book: Book) -> None:
        book.add()
        plan()
        for hours in (8.5, 13, 20, 23.9, 24):
            run_due(now=MONDAY + timedelta(hours=hours))
        assert told() == [("owner", "Tue 09")]

    def test_a_day_off_moves_one_turn_and_none_after_it(self, book: Book) -> None:
        DayOff.objects.create(day=date(2031, 3, 10), name="Company day")
        book.declare(lane("owner", "0 d", every="7 d"))
        book.add()
        plan()
        for day in range(16):
            run_due(now=MONDAY + timedelta(days=day))
        assert told() == [("owner", "Mon 09"), ("owner", "Tue 09"), ("owner", "Mon 09")]

    def test_a_quiet_matter_passes_its_turns_in_silence(self, book: Book) -> None:
        book.declare(lane("owner", "0 bd", every="7 d"))
        book.add(is_quiet=True)
        plan()
        run_due(now=MONDAY)
        assert told() == []
        book.settle()
        book.add()
        run_due(now=NEXT_MONDAY)
        assert told() == [("owner", "Mon 09")]

    def test_tells_the_deputy_of_who_is_away(self, book: Book, cast: Cast) -> None:
        deputy = cast.user("arjun")
        Absence.objects.create(user_id=book.owner, deputy=deputy, starts_on=date(2031, 3, 1), ends_on=date(2031, 3, 7))
        book.add()
        plan()
        run_due(now=MONDAY)
        rows = ReminderRecipient.objects.order_by("person_id").values_list("person_id", "in_place_of_id")
        assert set(rows) == {(book.owner, None), (deputy.pk, book.owner)}

    def test_opens_another_reminder_for_the_next_occasion(self, book: Book) -> None:
        book.add(anchor="first")
        plan()
        run_due(now=MONDAY)
        book.settle()
        book.add(anchor="second", since=TUESDAY)
        plan(now=TUESDAY)
        run_due(now=TUESDAY)
        first, second = Reminder.objects.order_by("id")
        assert (first.stopped_because, second.stopped_at) == ("The matter was settled.", None)

    def test_waits_for_who_put_it_off(self, book: Book) -> None:
        book.add()
        plan()
        run_due(now=MONDAY)
        ReminderRecipient.objects.update(snoozed_until=MONDAY + timedelta(days=3), snooze_reason="At a fair")
        for hours in range(0, 24 * 3, 12):
            run_due(now=MONDAY + timedelta(hours=hours))
        assert told() == [("owner", "Mon 09")]
        run_due(now=MONDAY + timedelta(days=3))
        assert told() == [("owner", "Mon 09"), ("owner", "Thu 09")]


class TestPlanning:
    def test_moves_what_is_due_at_another_time_and_takes_up_what_was_cancelled(self, book: Book) -> None:
        book.add()
        plan()
        book.settle()
        plan()
        assert {status for _, _, status in standing()} == {"cancelled"}
        book.add(since=WEDNESDAY)
        plan()
        assert Obligation.objects.get(lane="owner").due_at == WEDNESDAY
        run_due(now=TUESDAY)
        assert told() == []
        run_due(now=WEDNESDAY)
        assert told() == [("owner", "Wed 09")]

    def test_an_edited_rule_never_tells_the_same_occasion_twice(self, book: Book, cast: Cast) -> None:
        book.add()
        plan()
        run_due(now=MONDAY)
        RuleSetting.objects.create(
            rule="toy_broken", changed_by=cast.user("kim"), changed_at=MONDAY,
            lanes=[{"to": "owner", "at": ["0 bd", "1 bd"], "every": "", "is_on": True}],
        )  # fmt: skip
        plan()
        run_due(now=MONDAY)
        assert told() == [("owner", "Mon 09")]
        run_due(now=TUESDAY)
        assert told() == [("owner", "Mon 09"), ("owner", "Tue 09")]
        assert Obligation.objects.get(lane="manager").status == "cancelled"

    def test_a_rule_switched_off_is_silent_and_its_reminders_stop(self, book: Book, cast: Cast) -> None:
        book.add()
        plan()
        run_due(now=MONDAY)
        RuleSetting.objects.create(
            rule="toy_broken", is_on=False, lanes=[], changed_by=cast.user("kim"), changed_at=MONDAY
        )
        plan()
        assert Reminder.objects.get().stopped_at == MONDAY
        assert not Obligation.objects.filter(status="pending").exists()


class TestTrouble:
    def test_a_poison_dies_after_eight_attempts_and_stops_no_other(self, book: Book) -> None:
        for record in range(1, 6):
            book.add(record)
            plan(record)
        find = registry._rules["toy_broken"].find

        def poisoned(ids, now):
            if list(ids) == [3]:
                raise ZeroDivisionError("a poison")
            return find(ids, now)

        rule = registry._rules["toy_broken"].rule
        registry._rules.clear()
        registry.rule(rule)(poisoned)
        for attempt in range(MOST_ATTEMPTS + 2):
            run_due(now=MONDAY + timedelta(hours=2 * attempt))
        assert {entry.reminder.subject_id for entry in ReminderEntry.objects.select_related("reminder")} == {1, 2, 4, 5}
        bad = Obligation.objects.get(subject_id=3, lane="owner")
        assert (bad.status, bad.attempts, bad.note) == ("dead", MOST_ATTEMPTS, "ZeroDivisionError: a poison")

    def test_rolls_back_where_another_process_took_over(self, book: Book) -> None:
        book.add()
        plan()
        (claimed, *_) = module._claim(MONDAY, 1)
        Obligation.objects.filter(pk=claimed.pk).update(lease_token=claimed.lease_token + 1)
        module._fire_one(claimed, Surroundings(now=MONDAY))
        assert told() == []
        assert Obligation.objects.get(pk=claimed.pk).status == "pending"

    def test_leaves_rules_it_does_not_know_to_others(self, book: Book) -> None:
        book.add()
        plan()
        registry._rules.clear()
        run_due(now=MONDAY)
        assert {status for _, _, status in standing()} == {"pending"}

    def test_what_was_told_stays_told_whoever_writes(self, book: Book) -> None:
        book.add()
        plan()
        run_due(now=MONDAY)
        done = Obligation.objects.filter(status="done")
        with pytest.raises(IntegrityError, match="stays so"), transaction.atomic():
            done.update(status="pending")
        Reminder.objects.update(stopped_at=MONDAY)
        with pytest.raises(IntegrityError, match="This reminder stopped"), transaction.atomic():
            Reminder.objects.update(stopped_at=None)
