"""One round of the sweeper: deliver what is due, then what other rooms registered (reliability §6.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import connection

from salesops.core.deadline import deadline
from salesops.outbox.domain.delivery import MOST_STEP_TIME
from salesops.outbox.models import StepRun
from salesops.outbox.registry import SweepStep, sweep_steps
from salesops.outbox.services.drain import drain

BATCH = 20
SHOW_EVERY = timedelta(seconds=5)

TAKE_TURN = """
    INSERT INTO outbox_steprun AS s (name, ran_at, error) VALUES (%s, %s, '')
    ON CONFLICT (name) DO UPDATE SET ran_at = excluded.ran_at WHERE s.ran_at <= %s
    RETURNING 1
"""

_log = structlog.get_logger(__name__)


def run_steps(*, now: datetime) -> bool:
    """This function will do one round of everything that is due and say whether more of it waits.

    A step that fails is noted and never stops the others; a lost database stops the round.

    Raises: DatabaseError where the connection is gone.
    """
    more = drain(now=now, limit=BATCH) == BATCH
    ran = dict(StepRun.objects.values_list("name", "ran_at"))
    for step in sweep_steps():
        period, last = step.every or SHOW_EVERY, ran.get(step.name)
        # Every commit wakes a round: what had its turn is read, and only a turn that is due is written.
        has_turn = (last is None or last <= now - period) and _take_turn(step, period, now)
        if has_turn or not step.every:
            more = _run(step, now) or more
    return more


def _take_turn(step: SweepStep, period: timedelta, now: datetime) -> bool:
    """Write that the step runs, once per period whoever asks; a period that begins belongs to one process."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [step.name, now, now - period])
        return cursor.fetchone() is not None


def _run(step: SweepStep, now: datetime) -> bool:
    try:
        with deadline(MOST_STEP_TIME):
            return step.run(now)
    except Exception as error:  # one bad step never stops the rest (P12)
        if not connection.is_usable():
            raise
        _log.error("sweep_step_failed", step=step.name, error=type(error).__name__)
        StepRun.objects.filter(pk=step.name).update(failed_at=now, error=f"{type(error).__name__}: {error}"[:300])
        return False
