"""Run a back-test to its end, chunk by chunk, so that everybody sees how far it is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from approvals import events
from approvals.models import BackTest
from approvals.services.rule_sets import tell
from opportunities.models import Opportunity
from salesops.users.queries import actor_of

CHUNK = 5_000
EXAMPLES = 5
STOPPED = "It stopped on a fault of ours. Start it again."
EDITED = "The draft was edited since it was asked for. Test it as it is now."
_DEALS = "SELECT id FROM opportunities_opportunity WHERE id > %s ORDER BY id LIMIT %s"
_TEST = "SELECT * FROM back_test(%s, %s, %s)"
# How a row of the report begins; a count, a sum in the reporting currency and the largest deals follow.
KEYS = ("basis", "outcome", "answer", "old_bits", "new_bits", "old_refused", "new_refused")


def run_back_test(*, now: datetime, test_id: int, chunk: int = CHUNK) -> BackTest:
    """This function will judge every deal there is by both rule sets and keep the report (domain §6.3).

    Its `done` counts up with each chunk of deals. One runner at a time: a second one finds the lock taken and leaves.
    """
    with _only_runner(test_id) as is_mine:
        test = BackTest.objects.select_related("draft", "against").get(pk=test_id)
        if not is_mine or test.state not in ("waiting", "running"):
            return test
        if test.draft.version != test.tested_version:
            return _ended(test, now, state="failed", failure=EDITED)
        BackTest.objects.filter(pk=test_id).update(
            state="running", done=0, total=Opportunity.objects.count(), beat_at=now
        )
        try:
            report = _report(test, chunk)
        except Exception:
            # Whatever it was, nobody must be left waiting; the fault itself goes to the log of the process.
            _ended(test, now, state="failed", failure=STOPPED)
            raise
        with transaction.atomic():
            _ended(test, now, state="done", report=report, done=F("total"))
            data = {"back_test": test.pk, "deals": test.total}
            tell(test.draft, events.GUARDRAILS_TESTED, actor=actor_of(test.by_id, via="back_test"), now=now, data=data)
        return test


def _ended(test: BackTest, now: datetime, **how: Any) -> BackTest:
    BackTest.objects.filter(pk=test.pk).update(finished_at=now, **how)
    test.refresh_from_db()
    return test


def _report(test: BackTest, chunk: int) -> list[dict[str, Any]]:
    rules = [json.dumps(each.rules) for each in (test.against, test.draft)]
    rows: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, 0, []])
    done = 0
    for deals in _chunks(chunk):
        for *key, number, amount, examples in _judged(deals, rules):
            row = rows[tuple(key)]
            row[0] += number
            row[1] += amount
            row[2] = (row[2] + examples)[:EXAMPLES]
        done += len(deals)
        # A deal made meanwhile may make one more than were counted.
        BackTest.objects.filter(pk=test.pk, total__gte=done).update(done=done)
    return [
        {**dict(zip(KEYS, key, strict=True)), "number": number, "amount": str(amount), "examples": examples}
        for key, (number, amount, examples) in sorted(rows.items())
    ]


def _chunks(size: int) -> Iterator[list[int]]:
    after = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_DEALS, [after, size])
            deals = [pk for (pk,) in cursor.fetchall()]
        if not deals:
            return
        yield deals
        after = deals[-1]


def _judged(deals: list[int], rules: list[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_TEST, [deals, *rules])
        return list(cursor.fetchall())


@contextmanager
def _only_runner(test_id: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('back_test'), %s)", [test_id])
        is_mine = bool(cursor.fetchone()[0])
        try:
            yield is_mine
        finally:
            if is_mine:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('back_test'), %s)", [test_id])
