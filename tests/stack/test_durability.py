"""What was acknowledged is there after a crash (reliability P1)."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.process import wait_until

WRITERS = 8
CRASHES = 50 if os.environ.get("SALESOPS_PROVE") == "long" else 5
EACH_ROUND = 500


@pytest.fixture
def durable() -> Iterator[EmbeddedPostgres]:
    """A server as `make up` starts it: fsync on."""
    folder = Path(tempfile.mkdtemp(prefix="salesops-durable-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "data", dies_with_parent=True)
    yield server
    shutil.rmtree(folder, ignore_errors=True)


def write(server: EmbeddedPostgres, writer: int, acknowledged: list[tuple[int, int]], first: int) -> None:
    """Commit one row after another until the server is gone, and keep what was acknowledged."""
    try:
        with closing(psycopg2.connect(server.url())) as connection, connection.cursor() as cursor:
            for number in range(first, first + 1_000_000):
                cursor.execute("INSERT INTO kept VALUES (%s, %s)", [writer, number])
                connection.commit()
                acknowledged.append((writer, number))
    except psycopg2.Error:
        return


def test_no_acknowledged_row_is_lost_in_a_crash(durable: EmbeddedPostgres) -> None:
    identity = durable.start()
    with closing(psycopg2.connect(durable.url())) as connection, connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (writer int, number bigint, PRIMARY KEY (writer, number))")
    acknowledged: list[tuple[int, int]] = []
    for crash in range(CRASHES):
        before = len(acknowledged)
        first = (crash + 1) * 10_000_000
        writers = [threading.Thread(target=write, args=(durable, w, acknowledged, first)) for w in range(WRITERS)]
        for thread in writers:
            thread.start()
        assert wait_until(lambda before=before: len(acknowledged) - before >= EACH_ROUND, 60)  # type: ignore[misc]
        os.kill(identity.pid, signal.SIGKILL)
        for thread in writers:
            thread.join()
        assert wait_until(lambda dead=identity: not dead.is_alive(), 10)  # type: ignore[misc]
        identity = durable.start()
    with closing(psycopg2.connect(durable.url())) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT writer, number FROM kept")
        found = set(cursor.fetchall())
    assert len(acknowledged) >= CRASHES * EACH_ROUND
    assert [row for row in acknowledged if row not in found] == []
    assert durable.stop(identity)
