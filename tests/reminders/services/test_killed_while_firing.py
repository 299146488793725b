"""Killed, frozen or settled at the same instant: every reminder takes effect exactly once or not at all (P8, P9)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from salesops.reminders import registry
from salesops.reminders.models import Obligation, ReminderEntry
from salesops.reminders.services.run_due import run_due
from salesops.reminders.services.stop import stop_settled
from salesops.users.models import WorkCalendar
from tests.cast import Cast
from tests.reminders import toys

IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"
KILLS, FREEZES, RACES = (500, 150, 10_000) if IS_LONG else (100, 20, 60)
TOYS = 3_000 if IS_LONG else 600


@pytest.fixture
def shop(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None, connect_as: Callable[[str], Any], cast: Cast
) -> Iterator[Callable[[int], None]]:
    """Broken toys in a table of the test's own, each with its obligation due."""
    for name in ("_scopes", "_rules"):
        monkeypatch.setattr(registry, name, {})
    toys.declare()
    owner = connect_as("salesops_owner")
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS test_toy (id bigint PRIMARY KEY, owner_id bigint, is_broken bool, since timestamptz)"
        )
        cursor.execute("TRUNCATE test_toy")
        cursor.execute("GRANT SELECT, INSERT, UPDATE ON test_toy TO salesops_app")
    elena = cast.user("elena").pk
    # Whatever day the test runs on, she works: what is late is told in working hours only.
    WorkCalendar.objects.create(user_id=elena, opens=time_of_day(0), closes=time_of_day.max, work_days=list(range(7)))

    def stock(count: int, first: int = 1, since: Callable[[int], datetime] = lambda toy: toys.BEGAN) -> None:
        numbers = range(first, first + count)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO test_toy VALUES (%s, %s, true, %s)", [(n, elena, since(n)) for n in numbers]
            )
        Obligation.objects.bulk_create(
            Obligation(
                rule="toy_broken", revision=1, scope="toy", scope_id=toy, subject_kind="toy", subject_id=toy,
                anchor="broken", lane="owner", turn=0, due_at=since(toy), next_at=since(toy),
            )
            for toy in numbers
        )  # fmt: skip

    yield stock


@contextmanager
def nursery(mood: str = "start") -> Iterator[Callable[[], int]]:
    """A process that forks firing ones; started once, since starting Django takes longer than a kill.

    `impatient` ones give up what only falls silent after ten tries; the clocks of `jumping` ones are an hour off, this
    way or that, or right.
    """
    script = Path(__file__).resolve().parents[1] / "toys.py"
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )

    def start() -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{mood}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield start
    process.kill()
    process.wait()


def told() -> list[int]:
    """The toys that somebody was told of, each as often as that happened."""
    return sorted(ReminderEntry.objects.filter(what="fired").values_list("reminder__subject_id", flat=True))


def test_kills_lose_nothing_and_double_nothing(shop: Callable[[int], None]) -> None:
    shop(TOYS)
    luck, kills = random.Random(11), 0
    with nursery() as start:
        processes = [start() for _ in range(6)]
        while kills < KILLS or Obligation.objects.filter(status="pending").exists():
            time.sleep(luck.uniform(0.05, 0.3))
            if kills < KILLS:
                victim = luck.randrange(6)
                os.kill(processes[victim], signal.SIGKILL)
                processes[victim] = start()
                kills += 1
        for process in processes:
            os.kill(process, signal.SIGKILL)
    assert set(Obligation.objects.values_list("status", "note")) == {("done", "")}
    assert told() == list(range(1, TOYS + 1))
    tries = Obligation.objects.aggregate(most=Max("attempts"), total=Sum("attempts"))
    print(f"{KILLS} kills: {TOYS} of {TOYS} told once, {tries['total']} tries, {tries['most']} at most")


def test_a_process_frozen_past_its_lease_is_fenced(shop: Callable[[int], None]) -> None:
    shop(FREEZES * 10)
    luck, freezes = random.Random(12), 0
    with nursery() as start:
        processes = [start() for _ in range(4)]
        while freezes < FREEZES or Obligation.objects.filter(status="pending").exists():
            if freezes < FREEZES:
                victim = processes[luck.randrange(4)]
                os.kill(victim, signal.SIGSTOP)
                time.sleep(luck.uniform(0.35, 0.6))  # longer than the lease of 0.3 s
                os.kill(victim, signal.SIGCONT)
                freezes += 1
            else:
                time.sleep(0.05)
        for process in processes:
            os.kill(process, signal.SIGKILL)
    assert set(Obligation.objects.values_list("status", "note")) == {("done", "")}
    assert told() == list(range(1, FREEZES * 10 + 1))


def test_nothing_is_told_after_it_was_settled(shop: Callable[[int], None]) -> None:
    """The decision and the firing start together; the record's lock orders them, and what is settled stays silent."""
    shop(RACES)
    decided: dict[int, int] = {}
    luck = random.Random(13)

    def settle(toy: int) -> None:
        with transaction.atomic():
            toys.lock_toy(toy)
            decided[toy] = ReminderEntry.objects.filter(reminder__subject_id=toy, what="fired").count()
            with connection.cursor() as cursor:
                cursor.execute("UPDATE test_toy SET is_broken = false WHERE id = %s", [toy])
            stop_settled("toy", toy, now=timezone.now())

    def settle_all(start: Barrier) -> None:
        for toy in range(1, RACES + 1):
            start.wait()
            time.sleep(luck.uniform(0.0, 0.012))  # as long as firing takes, so that either may come first
            settle(toy)
        connection.close()

    def fire_all(start: Barrier) -> None:
        for _ in range(RACES):
            start.wait()
            run_due(now=timezone.now(), limit=1)
        connection.close()

    start = Barrier(2)
    threads = [Thread(target=settle_all, args=(start,)), Thread(target=fire_all, args=(start,))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while run_due(now=timezone.now()):
        pass
    assert told() == sorted(toy for toy, before in decided.items() if before)
    assert not ReminderEntry.objects.filter(what="fired", reminder__stopped_at__isnull=True).exists()
    print(f"{RACES} races: {len(told())} told before the decision, {RACES - len(told())} never")


def test_one_that_kills_its_process_is_given_up_and_takes_no_other_along(
    shop: Callable[[int], None],
) -> None:
    shop(30)

    class Killed(BaseException):
        """What a kill looks like from inside."""

    def find_or_die(ids, now):
        if list(ids) == [7]:
            raise Killed
        return toys.find_broken(ids, now)

    registry._rules.clear()
    registry.rule(toys.RULE)(find_or_die)
    now = timezone.now()
    for attempt in range(60):
        try:
            run_due(now=now + timedelta(minutes=attempt), limit=5)
        except Killed:
            connection.close()
        Obligation.objects.filter(lease_until__isnull=False).update(lease_until=toys.BEGAN)
    assert told() == [toy for toy in range(1, 31) if toy != 7]
    bad = Obligation.objects.get(subject_id=7)
    assert (bad.status, bad.note) == ("dead", "TimeoutError: Its process ended each time it worked on this.")
