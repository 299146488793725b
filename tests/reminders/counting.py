"""What a finder costs, with one record and with many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from salesops.reminders.registry import declared


def cost_of(rule: str, ids: Sequence[int], *, now: datetime) -> tuple[int, int]:
    """Return how many matters a rule finds on records, and in how many statements."""
    with CaptureQueriesContext(connection) as captured:
        found = list(declared(rule).find(ids, now))
    return len(found), len(captured.captured_queries)
