"""Makes processes that fire, to be killed or frozen: the rule finds every toy that is still broken."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "salesops.settings"
    django.setup()

from django.db import OperationalError, connection

from salesops.core.actor import RecordRef
from salesops.reminders import registry
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.services import run_due as module

HOUR = timedelta(hours=1)
BEGAN = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
# Toys from here on are poison: one raises, the next hangs, the next kills its process.
POISON = 1_000_000
RULE = Rule("toy_broken", "toy", "Broken toy", "a toy is broken", "the toy is mended", (lane("owner", "0 d"),))


def lock_toy(toy_id: int) -> None:
    """Lock one toy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM test_toy WHERE id = %s FOR UPDATE", [toy_id])


def toys_after(last: int, limit: int) -> list[int]:
    """The next toys."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM test_toy WHERE id > %s ORDER BY id LIMIT %s", [last, limit])
        return [row[0] for row in cursor.fetchall()]


def find_broken(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """Every toy of these that is broken, with who owns it."""
    for toy_id in ids:
        if toy_id >= POISON:
            bite(toy_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, owner_id, since FROM test_toy WHERE id = ANY(%s) AND is_broken", [list(ids)])
        for toy_id, owner, since in cursor.fetchall():
            toy = RecordRef("toy", toy_id)
            yield Matter(toy, toy_id, "broken", since, {"owner": (owner,)}, f"Mend toy {toy_id}", "It broke.", "/")


def bite(toy_id: int) -> None:
    """Raise, hang or kill the process, by the number of the toy."""
    if toy_id % 3 == 0:
        raise ZeroDivisionError("a poison")
    if toy_id % 3 == 1:
        time.sleep(1_000)
    os.kill(os.getpid(), signal.SIGKILL)


def declare() -> None:
    """Declare the scope and its rule, alone."""
    registry._rules.clear()
    registry._scopes.clear()
    registry.scope("toy", lock=lock_toy, ids_after=toys_after)
    registry.rule(RULE)(find_broken)


def fire_for_ever(mood: str) -> None:
    """Fire as fast as it goes, with short leases and short waits, until killed."""
    module.LEASE, module.MOST_TIME = timedelta(seconds=0.3), timedelta(seconds=0.2)
    module.wait_before = lambda attempt, luck: timedelta(seconds=0.1)
    if mood == "impatient":
        module.MOST_SILENT = 10
    jumps = (-HOUR, HOUR * 0, HOUR) if mood == "jumping" else (HOUR * 0,)
    luck = random.Random(os.getpid())
    while True:
        try:
            module.run_due(now=datetime.now(UTC) + luck.choice(jumps), limit=5)
        except OperationalError:  # the server of the tests may have no connection left for a moment
            connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    declare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:  # one line asks for one more firing process; its number is the answer
        child = os.fork()
        if child == 0:
            fire_for_ever(line.strip())
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
