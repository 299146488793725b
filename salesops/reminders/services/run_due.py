"""Fire what is due: claimed under a lease, each alone, a bad one never stops the rest (reliability §6.2)."""

from __future__ import annotations

import random
from datetime import datetime

import structlog
from django.db import connection
from django.db.models.functions import Now

from salesops.core.deadline import deadline
from salesops.outbox.domain.delivery import LEASE, MOST_ATTEMPTS, MOST_TIME, wait_before
from salesops.reminders.models import Obligation, Status
from salesops.reminders.queries.surroundings import Surroundings
from salesops.reminders.registry import known_rules
from salesops.reminders.services.fire import Fenced, fire

BATCH = 20
# What failed or fell silent once is taken alone, so that it holds up nothing else and takes no other down with its
# process, and is given more time at each try, so that a slow machine never passes for a deadly row.
SUSPECT = 1  # the index reminders_obligation_suspect says the same
# A failure is certain, a silence may be a machine that was switched off: it takes more of them to give up.
MOST_SILENT = 3 * MOST_ATTEMPTS

CLAIM = """
    UPDATE reminders_obligation o
    SET lease_until = clock_timestamp() + make_interval(secs => %s * greatest(1, o.attempts - %s + 2)),
        lease_token = coalesce(o.lease_token, 0) + 1, attempts = o.attempts + 1
    FROM (SELECT id FROM reminders_obligation
          WHERE status = 'pending' AND next_at <= greatest(clock_timestamp(), %s) AND rule = ANY(%s)
            AND (lease_until IS NULL OR lease_until < clock_timestamp()) AND attempts {trouble}
          ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED) due
    WHERE o.id = due.id
    RETURNING o.*
"""

# Each finds its own by an index of its own.
CLAIM_FRESH, CLAIM_SUSPECT = CLAIM.format(trouble=f"< {SUSPECT}"), CLAIM.format(trouble=f">= {SUSPECT}")

_log = structlog.get_logger(__name__)


def run_due(*, now: datetime, limit: int = BATCH) -> bool:
    """This function will fire up to `limit` due obligations, then one that gave trouble, and say whether more wait.

    Rules this code does not know stay pending for a process that knows them.
    """
    around = Surroundings(now=now)
    claimed = _claim(now, limit)
    for row in claimed:
        _fire_one(row, around)
    suspects = _claim(now, 1, is_suspect=True)
    for row in suspects:
        _fire_one(row, around)
    return len(claimed) == limit or bool(suspects)


def _claim(now: datetime, limit: int, *, is_suspect: bool = False) -> list[Obligation]:
    claim = CLAIM_SUSPECT if is_suspect else CLAIM_FRESH
    return list(Obligation.objects.raw(claim, [LEASE.total_seconds(), SUSPECT, now, known_rules(), limit]))


def _fire_one(row: Obligation, around: Surroundings) -> None:
    try:
        if row.attempts > MOST_SILENT:
            raise TimeoutError("Its process ended each time it worked on this.")
        with deadline(MOST_TIME):
            fire(row, around)
    except Fenced:
        _log.warning("reminder_fenced", obligation=row.pk, rule=row.rule)
    except Exception as error:  # one bad obligation never stops the rest (P12)
        if not connection.is_usable():
            raise
        _put_back(row, error, around.now)


def _put_back(row: Obligation, error: Exception, now: datetime) -> None:
    is_dead = row.attempts >= MOST_ATTEMPTS
    _log.error("reminder_failed", obligation=row.pk, rule=row.rule, dead=is_dead, error=type(error).__name__)
    rows = Obligation.objects.filter(pk=row.pk, lease_token=row.lease_token, status=Status.PENDING)
    rows.update(
        status=Status.DEAD if is_dead else Status.PENDING,
        next_at=now + wait_before(row.attempts, luck=random.random()),  # noqa: S311  spreads retries
        lease_until=None,
        done_at=Now() if is_dead else None,
        note=f"{type(error).__name__}: {error}"[:300],
    )
