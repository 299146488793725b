"""The back-test of a draft of the guardrails on the whole history: every second deal has an offer of two options."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

import psycopg2

from salesops.env import BASE_DIR

HISTORY = (BASE_DIR / "bench" / "history.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Tested:
    """One back-test: how many deals in how many seconds, process start included, and how often its progress moved."""

    deals: int
    seconds: float
    steps: int


def make_history(url: str) -> int:
    """This function will give the generated deals offers and products, and return the back-test that waits."""
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(HISTORY)
        test_id: int = cursor.fetchone()[0]
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("VACUUM (ANALYZE)")
    return test_id


def measure_back_test(environ: Mapping[str, str], superuser: str) -> Tested:
    """This function will run a back-test as the outbox does, and watch its progress from another connection."""
    test_id = make_history(superuser)
    seen: set[int] = set()
    command = [sys.executable, str(BASE_DIR / "manage.py"), "run_back_test", str(test_id)]
    with closing(psycopg2.connect(superuser)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        started = time.monotonic()
        running = subprocess.Popen(command, cwd=BASE_DIR, env={**environ})
        while running.poll() is None:
            cursor.execute("SELECT done FROM approvals_backtest WHERE id = %s", [test_id])
            seen.add(cursor.fetchone()[0])
            time.sleep(0.05)
        seconds = time.monotonic() - started
        cursor.execute("SELECT done FROM approvals_backtest WHERE id = %s", [test_id])
        return Tested(cursor.fetchone()[0], seconds, len(seen))
