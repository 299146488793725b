"""`python -m bench.reminders`: how late reminders are, and how many a second two sweepers tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from bench.data import generate
from bench.server import servers
from salesops.env import BASE_DIR

DEALS = 50_000
SETUP = (BASE_DIR / "bench" / "reminders.sql").read_text(encoding="utf-8")
# Open for hours: what must cost nothing.
OPEN = """
    INSERT INTO reminders_obligation (rule, revision, scope, scope_id, subject_kind, subject_id, anchor, lane, turn,
        due_at, status, attempts, next_at, note)
    SELECT 'next_step_overdue', 1, 'opportunity', n, 'opportunity', n, 'open', 'owner', 0, at, 'pending', 0, at, ''
    FROM (SELECT n, now() + interval '3 hours' + n * interval '10 milliseconds' AS at
          FROM generate_series(%s, %s) n) rows
"""
# One reminder of a missing next step for each of some deals, spread over some seconds.
DUE = """
    INSERT INTO reminders_obligation (rule, revision, scope, scope_id, subject_kind, subject_id, anchor, lane, turn,
        due_at, status, attempts, next_at, note)
    SELECT 'next_step_missing', 1, 'opportunity', id, 'opportunity', id,
        'missing:' || to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'), 'owner', 0, at, 'pending', 0,
        at, ''
    FROM (SELECT id, created_at, clock_timestamp() + interval '5 seconds' + %s * random() * interval '1 second' AS at
          FROM opportunities_opportunity
          WHERE next_step = '' AND stage_kind = 'open' ORDER BY id OFFSET %s LIMIT %s) rows
"""
LATENESS = """
    SELECT count(*), coalesce(extract(epoch FROM max(done_at) - min(due_at)), 0),
        percentile_cont(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - due_at))
    FROM reminders_obligation WHERE rule = 'next_step_missing' AND turn = 0 AND status = 'done' AND note = ''
      AND id > %s
"""
PENDING = (
    "SELECT count(*) FROM reminders_obligation WHERE rule = 'next_step_missing' AND turn = 0 AND status = 'pending'"
)


def main() -> None:
    """Print both figures; takes about five minutes."""
    folder = Path(os.environ.get("BENCH_DIR", str(BASE_DIR / ".cache" / "bench-reminders")))
    shutil.rmtree(folder, ignore_errors=True)
    with servers(folder) as (_, superuser, environ):
        generate(superuser, DEALS)
        with closing(psycopg2.connect(superuser)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(SETUP)
            with sweepers(environ, 2):
                measure(cursor, open_from=1, open_to=100_000, due=6_000, seconds=60, skip=0)
                measure(cursor, open_from=100_001, open_to=1_000_000, due=10_000, seconds=0, skip=6_000)


def measure(cursor: Any, *, open_from: int, open_to: int, due: int, seconds: int, skip: int) -> None:
    """Open that many obligations more, let some fall due within some seconds, and print how late they were told."""
    cursor.execute(OPEN, [open_from, open_to])
    cursor.execute("VACUUM (ANALYZE) reminders_obligation")
    cursor.execute("SELECT max(id) FROM reminders_obligation")
    before = cursor.fetchone()[0]
    cursor.execute(DUE, [seconds, skip, due])
    time.sleep(seconds + 5)
    while True:
        cursor.execute(PENDING)
        if cursor.fetchone() == (0,):
            break
        time.sleep(0.2)
    cursor.execute(LATENESS, [before])
    told, took, (median, p99, worst) = cursor.fetchone()
    print(
        f"{told:,} told of {due:,} due within {seconds} s beside {open_to:,} open: late by {median:.2f} s (median),"
        f" {p99:.2f} s (p99), {worst:.2f} s (worst); {float(told) / float(took):.0f} a second;"
        f" load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )


@contextmanager
def sweepers(environ: Mapping[str, str], count: int) -> Iterator[None]:
    """Run some sweepers meanwhile."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), "sweep"]
    running = [subprocess.Popen(command, cwd=BASE_DIR, env={**environ}) for _ in range(count)]
    try:
        yield
    finally:
        for each in running:
            each.terminate()
            each.wait()


if __name__ == "__main__":
    main()
