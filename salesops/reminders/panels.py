"""What operators see of reminders: what is late, leased, dead, and what reconciliation had to mend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from salesops.core.actor import Actor
from salesops.reminders.queries.operations import dead_obligations, standing
from salesops.reminders.services.retry import retry
from salesops.web.operations import DeadJob, Gauge, Watched, watch

LATE_SECONDS = 120


def _gauges(now: datetime) -> Sequence[Gauge]:
    stand = standing(now)
    return (
        Gauge("obligations_pending", "Reminders planned", stand.pending),
        Gauge("obligations_oldest_due_age", "Oldest reminder that is due", stand.oldest_due_age, "s", LATE_SECONDS),
        Gauge("obligations_lease_age", "Oldest lease that ran out", stand.oldest_lease_age, "s", LATE_SECONDS),
        Gauge("obligations_dead", "Reminders that failed for good", stand.dead, alarm_above=0),
        Gauge("obligations_drift", "Records the last lap had to mend", stand.drift, alarm_above=0),
    )


def _dead(limit: int) -> Sequence[DeadJob]:
    return [
        DeadJob("reminders", row.pk, f"{row.rule} for {row.lane}, {row.scope} {row.scope_id}", row.note, row.done_at)
        for row in dead_obligations(limit)
    ]


def _retry(actor: Actor, now: datetime, job_id: int) -> None:
    retry(actor=actor, now=now, obligation_id=job_id)


watch(Watched("reminders", _gauges, _dead, _retry))
