"""A process whose clock is an hour off loses nothing and doubles nothing: late or early by the jump at most (P31)."""

from __future__ import annotations

import os
import time as stopwatch
from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.utils import timezone

from salesops.reminders.domain.rules import lane
from salesops.reminders.models import Obligation, ReminderEntry
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.run_due import run_due
from salesops.users.models import WorkCalendar
from tests.reminders.conftest import Book
from tests.reminders.services.test_killed_while_firing import nursery, shop
from tests.reminders.services.test_killed_while_firing import told as told_of

__all__ = ["shop"]

TOYS = 3_000 if os.environ.get("SALESOPS_PROVE") == "long" else 120
HOUR = timedelta(hours=1)


@pytest.fixture
def at_work(book: Book) -> Book:
    """Whatever day the test runs on, the owner works."""
    WorkCalendar.objects.create(user_id=book.owner, opens=time(0), closes=time.max, work_days=list(range(7)))
    book.declare(lane("owner", "0 d"))
    return book


def told() -> int:
    return ReminderEntry.objects.filter(what="fired").count()


def test_a_clock_an_hour_behind_tells_nothing_twice_and_holds_nothing_back(at_work: Book) -> None:
    now = timezone.now()
    at_work.add(since=now - timedelta(minutes=1))
    plan_duties("toy", 1, now=now)
    run_due(now=now - HOUR)
    assert told() == 0
    run_due(now=now)
    run_due(now=now - HOUR)
    assert told() == 1


def test_a_clock_an_hour_ahead_tells_early_by_an_hour_at_most_and_once(at_work: Book) -> None:
    now = timezone.now()
    at_work.add(1, since=now + timedelta(minutes=30))
    at_work.add(2, since=now + timedelta(minutes=90))
    for record in (1, 2):
        plan_duties("toy", record, now=now)
    run_due(now=now + HOUR)
    assert told() == 1
    run_due(now=now)
    assert told() == 1
    run_due(now=now + 2 * HOUR)
    assert told() == 2
    assert set(Obligation.objects.values_list("status", flat=True)) == {"done"}


def test_clocks_that_jump_about_lose_nothing_and_double_nothing(shop: Callable[..., None]) -> None:
    began = timezone.now()
    due = {toy: began + HOUR * (2 * toy / TOYS - 1) for toy in range(1, TOYS + 1)}
    shop(TOYS, since=due.__getitem__)
    with nursery("jumping") as start:
        processes = [start() for _ in range(4)]
        while Obligation.objects.filter(status="pending").exists():
            stopwatch.sleep(0.05)
        for process in processes:
            os.kill(process, 9)
    assert told_of() == list(range(1, TOYS + 1))
    told_at = dict(Obligation.objects.filter(status="done", note="").values_list("subject_id", "done_at"))
    assert [toy for toy in due if told_at[toy] < due[toy] - HOUR] == []
