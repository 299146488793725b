"""Everything that runs is killed again and again, the database crashes, the broker forgets and is gone: each is told once (P8)."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from salesops.db.roles import APP, IMPORT, OWNER, PARTNER
from salesops.stack.database import DatabaseUrls, manage, own_database
from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.process import ProcessId, wait_until
from salesops.stack.valkey import EmbeddedValkey
from tests.servers import ROOT

IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"
KILLS, CRASHES, FLUSHES, DEALS, SILENCE_S = (500, 5, 10, 1_500, 60.0) if IS_LONG else (5, 1, 1, 60, 2.0)
PATIENCE_S = 180.0
CELERY = ("-m", "celery", "-A", "salesops.celery")
PROGRAMS = {
    "sweeper": ("manage.py", "sweep"),
    "another sweeper": ("manage.py", "sweep"),
    "worker": (*CELERY, "worker", "--concurrency", "1", "--loglevel", "ERROR", "--without-mingle", "--without-gossip"),
    "beat": (*CELERY, "beat", "--pidfile=", "--loglevel", "ERROR"),
}
COPY = """
    INSERT INTO opportunities_opportunity
    SELECT (jsonb_populate_record(o, jsonb_build_object('id', o.id + n, 'name', 'Deal ' || n,
        'created_at', now() - interval '30 days', 'source_key', ''))).*
    FROM opportunities_opportunity o, generate_series(1, %s) n
"""
# Whatever day the test runs on: what is late is told in working hours only.
ALWAYS_AT_WORK = """
    INSERT INTO users_workcalendar (user_id, opens, closes, work_days, country, region, version)
    SELECT id, '00:00', '23:59:59.999', '{0,1,2,3,4,5,6}', '', '', 1 FROM users_user
"""
TOLD = """
    SELECT r.scope_id, e.lane, e.turn, count(*) FROM reminders_reminderentry e
    JOIN reminders_reminder r ON r.id = e.reminder_id
    WHERE e.what = 'fired' AND r.rule = 'next_step_missing' GROUP BY 1, 2, 3
"""
STANDING = "SELECT lane, turn, status, note, attempts, count(*) FROM reminders_obligation GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 6 DESC"


@dataclass
class Machine:
    """A database, a broker and the programs that remind, each to be killed."""

    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.postgres = EmbeddedPostgres(self.folder / "postgres", dies_with_parent=True)
        self.valkey = EmbeddedValkey(self.folder / "valkey", dies_with_parent=True)
        self.database: ProcessId = self.postgres.start()
        self.broker: ProcessId = self.valkey.start()
        secrets = dict.fromkeys((OWNER, APP, IMPORT, PARTNER), "only-for-tests")
        self.urls: DatabaseUrls = own_database(self.postgres.url(), secrets)
        self.environ = {
            "PATH": os.environ["PATH"], "SALESOPS_ENV": "test", "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.urls.app, "REDIS_URL": self.valkey.url,
        }  # fmt: skip
        manage(self.environ | {"DATABASE_URL": self.urls.owner, "STATEMENT_TIMEOUT_MS": "0"}, "prepare_database")

    def fill(self, deals: int) -> None:
        """Make that many deals whose next step has been missing for a month, copies of one that is new."""
        script = str(Path(__file__).with_name("broken_deals.py"))
        subprocess.run([sys.executable, script], cwd=ROOT, env=self.environ, check=True, stdout=subprocess.DEVNULL)
        self.ask(ALWAYS_AT_WORK)
        self.ask("SET session_replication_role = replica; " + COPY % deals)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Send a statement as the superuser and return its rows."""
        url = self.postgres.url(database="salesops")
        with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self, name: str) -> None:
        """Start a program, or start it again."""
        log = (self.folder / "log").open("ab")
        self.running[name] = subprocess.Popen(
            [sys.executable, *PROGRAMS[name]],
            cwd=ROOT,
            env=self.environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """Kill a program with all its children."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def crash(self) -> None:
        """Kill the database in the middle of its work and start it again."""
        os.kill(self.database.pid, signal.SIGKILL)
        assert wait_until(lambda: not self.database.is_alive(), 30)
        self.database = self.postgres.start()

    def lose_broker(self, seconds: float) -> None:
        """Take the broker away for a while; it comes back empty-handed."""
        os.kill(self.broker.pid, signal.SIGKILL)
        time.sleep(seconds)
        self.broker = self.valkey.start()

    def flush_broker(self) -> None:
        """Make the broker forget everything."""
        redis.Redis.from_url(self.valkey.url).flushall()


@pytest.fixture
def machine() -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="salesops-dying-"))
    folder.chmod(0o755)
    made = Machine(folder)
    yield made
    for name in made.running:
        made.kill(name)
    made.postgres.stop(made.database)
    made.valkey.stop(made.broker)
    shutil.rmtree(folder, ignore_errors=True)


def test_everybody_is_told_exactly_once(machine: Machine) -> None:
    machine.fill(DEALS)
    for name in PROGRAMS:
        machine.start(name)
    luck = random.Random(17)
    for kill in range(1, KILLS + 1):
        time.sleep(luck.uniform(0.1, 1.5))
        name = luck.choice(sorted(PROGRAMS))
        machine.kill(name)
        machine.start(name)
        if kill % (KILLS // CRASHES) == 0:
            machine.crash()
        if kill % (KILLS // FLUSHES) == 0:
            machine.flush_broker()
        if kill == KILLS // 2:
            machine.lose_broker(SILENCE_S)

    def everybody_knows() -> bool:
        told = machine.ask(f"SELECT count(DISTINCT (scope_id, lane)) FROM ({TOLD}) AS told")
        return told[0][0] == 2 * DEALS  # the owner and the manager of each

    assert wait_until(everybody_knows, PATIENCE_S), machine.ask(STANDING)
    assert [row for row in machine.ask(TOLD) if row[3] != 1] == []
    assert machine.ask("SELECT count(*) FROM reminders_obligation WHERE status = 'dead'") == [(0,)]
    twice = "SELECT count(*) FROM (SELECT 1 FROM notifications_notification GROUP BY kind, subject_kind, subject_id, recipient_id, at HAVING count(*) > 1) AS d"
    assert machine.ask(twice) == [(0,)]
    print(
        f"{KILLS} kills, {CRASHES} crashes, {FLUSHES} flushes, broker gone {SILENCE_S:.0f} s: {2 * DEALS} of {2 * DEALS} told once"
    )
