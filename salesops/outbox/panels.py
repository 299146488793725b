"""What operators see of the outbox: backlog, lateness, dead deliveries, sweepers and their steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from salesops.core.actor import Actor
from salesops.outbox.queries import backlog, dead_deliveries, failing_steps
from salesops.outbox.services.retry import retry
from salesops.web.operations import DeadJob, Gauge, Watched, age_of, watch

LATE_SECONDS = 120
SILENT_SECONDS = 60
NEVER = 1e9


def _gauges(now: datetime) -> Sequence[Gauge]:
    stand = backlog()
    late, silent = age_of(stand.oldest_due_at, now), age_of(stand.last_beat_at, now, otherwise=NEVER)
    return (
        Gauge("outbox_pending", "Deliveries that wait", stand.pending),
        Gauge("outbox_oldest_due_age", "Oldest delivery that is due", late, "s", LATE_SECONDS),
        Gauge("outbox_dead", "Deliveries that failed for good", stand.dead, alarm_above=0),
        Gauge("sweeper_silence", "Since a sweeper last beat", silent, "s", SILENT_SECONDS),
        Gauge("sweep_steps_failing", "Steps of the sweep that failed in the last hour", failing_steps(now),
              alarm_above=0),
    )  # fmt: skip


def _dead(limit: int) -> Sequence[DeadJob]:
    return [
        DeadJob("outbox", row.pk, f"{row.event.type} for {row.handler}", row.error, row.event.at)
        for row in dead_deliveries(limit)
    ]


def _retry(actor: Actor, now: datetime, job_id: int) -> None:
    retry(actor=actor, now=now, delivery_id=job_id)


watch(Watched("outbox", _gauges, _dead, _retry))
