"""Claiming costs by what is due, never by what is open: the index of due turns alone is read (performance F9)."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils import timezone

from salesops.reminders.models import Obligation
from salesops.reminders.registry import known_rules
from salesops.reminders.services import run_due as module
from tests.reminders.conftest import Book

IS_LONG = os.environ.get("SALESOPS_PROVE") == "long"
FEW, MANY, DUE = (100_000, 1_000_000, 10_000) if IS_LONG else (2_000, 40_000, 400)
FILL = """
    INSERT INTO reminders_obligation (rule, revision, scope, scope_id, subject_kind, subject_id, anchor, lane, turn,
        due_at, status, attempts, next_at, note)
    SELECT 'toy_broken', 1, 'toy', n, 'toy', n, %s, 'owner', 0, at, 'pending', 0, at, ''
    FROM (SELECT n, now() + %s * interval '1 second' + n * interval '1 millisecond' AS at
          FROM generate_series(1, %s) n) rows
"""


def fill(superuser: Any, *, anchor: str, seconds: int, count: int) -> None:
    with superuser, superuser.cursor() as cursor:
        cursor.execute(FILL, [anchor, seconds, count])
        cursor.execute("ANALYZE reminders_obligation")


def claim_plan() -> dict[str, Any]:
    """The plan of one claim as it ran, rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + module.CLAIM_FRESH,
            [30, module.SUSPECT, timezone.now(), known_rules(), 20],
        )
        plan = cursor.fetchone()[0]
        cursor.execute("ROLLBACK")
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in nodes(child))]


def buffers(plan: dict[str, Any]) -> int:
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def test_a_claim_reads_the_index_of_due_turns_whatever_is_open(book: Book, connect_as: Callable[[str], Any]) -> None:
    superuser = connect_as("")
    fill(superuser, anchor="due", seconds=-3_600, count=DUE)
    fill(superuser, anchor="open", seconds=3_600, count=FEW)
    few = claim_plan()
    fill(superuser, anchor="more", seconds=7_200, count=MANY - FEW)
    began = time.perf_counter()
    many = claim_plan()
    print(
        f"claim: {buffers(few)} pages at {FEW:,} open, {buffers(many)} at {MANY:,}, {time.perf_counter() - began:.3f} s"
    )
    scans = [node for node in nodes(many) if "Scan" in node["Node Type"] and node.get("Relation Name")]
    assert "reminders_obligation_due" in {node.get("Index Name") for node in scans}
    assert not [node for node in scans if node["Node Type"] == "Seq Scan"]
    assert buffers(many) <= buffers(few) * 1.5 + 20


def test_everything_due_is_claimed_and_settled_and_what_is_open_stays(
    book: Book, connect_as: Callable[[str], Any]
) -> None:
    """Nothing of it stands any more, so each is cancelled: the cost of firing without the cost of telling."""
    superuser = connect_as("")
    fill(superuser, anchor="due", seconds=-3_600, count=DUE)
    fill(superuser, anchor="open", seconds=3_600, count=MANY)
    began = time.perf_counter()
    while module.run_due(now=timezone.now()):
        pass
    seconds = time.perf_counter() - began
    print(f"{DUE:,} due of {MANY:,} open: {DUE / seconds:.0f} a second, one process")
    assert Obligation.objects.filter(status="cancelled").count() == DUE
    assert Obligation.objects.filter(status="pending").count() == MANY
