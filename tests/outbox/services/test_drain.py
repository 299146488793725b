"""The drain: in order, leased, fenced; killed at any point it loses nothing and doubles nothing (reliability §6)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from salesops.core.actor import SYSTEM, RecordRef
from salesops.core.errors import Conflict, Refused
from salesops.outbox import registry
from salesops.outbox.domain.delivery import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, EventFact, wait_before
from salesops.outbox.models import Delivery, Event, Heartbeat
from salesops.outbox.queries import Position, backlog, feed
from salesops.outbox.services import drain as module
from salesops.outbox.services.drain import drain
from salesops.outbox.services.emit import Fact, emit_many
from salesops.outbox.services.retry import retry
from salesops.outbox.services.sweep import sweep
from salesops.stack.process import wait_until
from tests.cast import NOW, act_as
from tests.outbox.telling import LATEST_FEED_SECONDS, TYPE, tell

KILLS = 500 if os.environ.get("SALESOPS_PROVE") == "long" else 30


@pytest.mark.django_db(transaction=True)
class TestDrain:
    def test_brings_every_event_to_every_handler_once_and_in_order(self, handlers) -> None:
        seen: list[tuple[str, int, int]] = []
        registry.after_commit(TYPE, name="one")(lambda event: seen.append(("one", event.subject.id, event.seq)))
        registry.after_commit(TYPE, name="two")(lambda event: seen.append(("two", event.subject.id, event.seq)))
        tell(1, times=3)
        tell(2, times=2)
        while drain(now=timezone.now()):
            pass
        assert sorted(seen) == sorted(
            (name, subject, seq)
            for name in ("one", "two")
            for subject, most in ((1, 3), (2, 2))
            for seq in range(1, most + 1)
        )
        for name in ("one", "two"):
            for subject in (1, 2):
                order = [seq for who, what, seq in seen if (who, what) == (name, subject)]
                assert order == sorted(order)

    def test_lets_one_bad_record_wait_and_the_others_go_on(self, handlers) -> None:
        seen: list[tuple[int, int]] = []

        def handler(event: EventFact) -> None:
            if event.subject.id == 1:
                raise ZeroDivisionError("a poison")
            seen.append((event.subject.id, event.seq))

        registry.after_commit(TYPE, name="one")(handler)
        tell(1, times=2)
        tell(2, times=2)
        for _ in range(6):
            drain(now=timezone.now())
        assert seen == [(2, 1), (2, 2)]
        waiting = Delivery.objects.filter(subject_id=1).order_by("event_id")
        assert [row.attempts for row in waiting] == [1, 0]
        assert waiting[0].error == "ZeroDivisionError: a poison"
        assert waiting[0].next_at > timezone.now() + timedelta(seconds=40)

    def test_gives_up_after_eight_attempts_and_a_person_may_try_again(self, handlers) -> None:
        fails = [True]

        def handler(event: EventFact) -> None:
            if fails[0]:
                raise ZeroDivisionError

        registry.after_commit(TYPE, name="one")(handler)
        tell(1)
        for attempt in range(MOST_ATTEMPTS + 2):
            drain(now=timezone.now() + timedelta(hours=2 * attempt))
        row = Delivery.objects.get()
        assert (row.status, row.attempts, backlog().dead) == ("dead", MOST_ATTEMPTS, 1)
        fails[0] = False
        with pytest.raises(Refused):
            retry(actor=act_as("elena"), now=timezone.now(), delivery_id=row.pk)
        retry(actor=act_as("kim"), now=timezone.now(), delivery_id=row.pk)
        assert drain(now=timezone.now()) == 1
        with pytest.raises(Conflict):
            retry(actor=act_as("kim"), now=timezone.now(), delivery_id=row.pk)

    def test_leaves_what_it_does_not_know_to_others(self, handlers) -> None:
        registry.after_commit(TYPE, name="from newer code")(lambda event: None)
        tell(1)
        registry._by_name.clear()
        assert drain(now=timezone.now()) == 0
        assert Delivery.objects.get().attempts == 0

    def test_rolls_its_work_back_where_another_process_took_over(self, handlers) -> None:
        def handler(event: EventFact) -> None:
            Heartbeat.objects.create(process="effect", beat_at=NOW)
            Delivery.objects.update(lease_token=999)  # what a second process does after the lease ran out

        registry.after_commit(TYPE, name="one")(handler)
        tell(1)
        assert drain(now=timezone.now()) == 0
        assert not Heartbeat.objects.exists()
        assert Delivery.objects.get().status == "pending"

    def test_does_not_take_what_another_process_holds(self, handlers) -> None:
        registry.after_commit(TYPE, name="one")(lambda event: None)
        tell(1)
        module._claim(timezone.now(), 5)
        assert drain(now=timezone.now()) == 0
        Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert drain(now=timezone.now()) == 1

    def test_by_eight_processes_at_once_does_everything_once(self, handlers) -> None:
        seen: list[int] = []
        registry.after_commit(TYPE, name="one")(lambda event: seen.append(event.id))
        for subject in range(40):
            tell(subject, times=2)

        def work() -> None:
            while Delivery.objects.filter(status="pending").exists():
                drain(now=timezone.now(), limit=3)
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(seen) == sorted(Event.objects.values_list("id", flat=True))


class TestWait:
    @pytest.mark.parametrize("attempt", range(1, 12))
    def test_doubles_up_to_an_hour_within_a_fifth(self, attempt: int) -> None:
        least, middle, most = (wait_before(attempt, luck=luck) for luck in (0.0, 0.5, 1.0))
        assert middle == min(timedelta(seconds=30 * 2**attempt), LONGEST_WAIT)
        assert (least, most) == (middle * 0.8, middle * 1.2)
        assert timedelta(seconds=10) < LEASE


@pytest.mark.django_db(transaction=True)
class TestSweep:
    def test_hears_a_commit_and_shows_that_it_lives(self, handlers, monkeypatch) -> None:
        monkeypatch.setattr("salesops.outbox.services.sweep.POLL_SECONDS", 60.0)
        done, stop = threading.Event(), threading.Event()
        registry.after_commit(TYPE, name="one")(lambda event: done.set())
        thread = threading.Thread(target=sweep, kwargs={"stopped": stop.is_set})
        thread.start()
        while not Heartbeat.objects.exists():
            time.sleep(0.01)
        time.sleep(0.2)
        tell(1)
        heard = done.wait(20)
        stop.set()
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY outbox")
        thread.join(20)
        assert heard
        assert not thread.is_alive()
        assert backlog().last_beat_at is not None


@pytest.mark.django_db(transaction=True)
class TestFeed:
    def test_never_skips_a_transaction_that_commits_late(self, connect_as, handlers) -> None:
        kim = act_as("kim")
        start = (
            max(Position(event.tx, event.id) for event in Event.objects.all()) if Event.objects.exists() else Position()
        )
        slow = connect_as("salesops_app")
        with slow.cursor() as cursor:
            cursor.execute(
                "INSERT INTO outbox_event (type, subject_kind, subject_id, seq, at, actor_name, via, data, tx)"
                " VALUES ('test.slow.v1', 'test', 50, 0, now(), 'A', 'web', '{}', 0)"
            )
        tell(51)
        assert feed(kim, start, 10) == []
        slow.commit()
        tell(52)
        read: list[Event] = []

        def read_on() -> bool:
            after = Position(read[-1].tx, read[-1].id) if read else start
            read.extend(feed(kim, after, 2))
            return len(read) >= 3

        assert wait_until(read_on, LATEST_FEED_SECONDS)
        assert [event.subject_id for event in read] == [50, 51, 52]

    def test_shows_nothing_to_a_partner_and_to_nobody(self, handlers) -> None:
        tell(1)
        assert feed(act_as("paula"), Position(), 10) == feed(act_as("victor"), Position(), 10) == []


@pytest.mark.django_db(transaction=True)
class TestKills:
    def test_lose_nothing_and_double_nothing(self, owner_connection: Any, handlers) -> None:
        """Three draining processes are killed at random moments, with SIGKILL, until all is delivered."""
        _make_effect_table(owner_connection)
        registry.after_commit(TYPE, name="test.effect")(lambda event: None)
        subjects, each = 40, KILLS
        for subject in range(subjects):
            with transaction.atomic():
                emit_many(actor=SYSTEM, now=timezone.now(), facts=[Fact(TYPE, RecordRef("test", subject))] * each)
        luck, kills = random.Random(7), 0
        with _nursery() as nursery:
            processes = [_start(nursery) for _ in range(3)]
            while kills < KILLS or Delivery.objects.filter(status="pending").exists():
                time.sleep(luck.uniform(0.0, 0.05))
                if kills < KILLS:
                    victim = luck.randrange(3)
                    os.kill(processes[victim], signal.SIGKILL)
                    processes[victim] = _start(nursery)
                    kills += 1
            for process in processes:
                os.kill(process, signal.SIGKILL)
        with connection.cursor() as cursor:
            cursor.execute("SELECT subject_id, seq FROM test_effect ORDER BY id")
            effects = cursor.fetchall()
        assert sorted(effects) == [(subject, seq) for subject in range(subjects) for seq in range(1, each + 1)]
        for subject in range(subjects):
            order = [seq for who, seq in effects if who == subject]
            assert order == sorted(order)


def _make_effect_table(owner: Any) -> None:
    with owner.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS test_effect (id bigserial PRIMARY KEY, event_id bigint, subject_id bigint,"
            " seq bigint)"
        )
        cursor.execute("TRUNCATE test_effect")
        cursor.execute("GRANT SELECT, INSERT ON test_effect TO salesops_app")
        cursor.execute("GRANT USAGE ON SEQUENCE test_effect_id_seq TO salesops_app")
    owner.commit()


@contextmanager
def _nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that forks draining ones; started once, since starting Django takes longer than a kill."""
    script = Path(__file__).resolve().parents[1] / "effects.py"
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    yield process
    process.kill()
    process.wait()


def _start(nursery: subprocess.Popen[str]) -> int:
    """Start a draining process and return its number."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("start\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())
