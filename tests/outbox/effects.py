"""Makes processes that drain, to be killed: their handler leaves one row for each delivery."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "salesops.settings"
django.setup()

from django.db import OperationalError, connection  # noqa: E402

from salesops.outbox import registry  # noqa: E402
from salesops.outbox.domain.delivery import EventFact  # noqa: E402
from salesops.outbox.services import drain as module  # noqa: E402


@registry.after_commit("test.happened.v1", name="test.effect")
def effect(event: EventFact) -> None:
    """Leave a trace in the transaction of the delivery."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO test_effect (event_id, subject_id, seq) VALUES (%s, %s, %s)",
            [event.id, event.subject.id, event.seq],
        )


def drain_for_ever() -> None:
    """Drain as fast as it goes, with short leases, until killed."""
    module.LEASE = timedelta(seconds=0.3)
    while True:
        try:
            module.drain(now=datetime.now(UTC), limit=5)
        except OperationalError:  # the server of the tests may have no connection left for a moment
            connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:  # one line asks for one more draining process; its number is the answer
        child = os.fork()
        if child == 0:
            drain_for_ever()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
