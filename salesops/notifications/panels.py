"""What operators see of delivery: messages that wait, how late the oldest is, and what nobody could send."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from salesops.core.actor import Actor
from salesops.notifications.queries import backlog, dead_messages
from salesops.notifications.services.retry import retry
from salesops.web.operations import DeadJob, Gauge, Watched, age_of, watch

LATE_SECONDS = 300


def _gauges(now: datetime) -> Sequence[Gauge]:
    stand = backlog()
    age = age_of(stand.oldest_due_at, now)
    return (
        Gauge("messages_pending", "Mails and posts to be sent", stand.pending),
        Gauge("messages_oldest_due_age", "Oldest mail or post that is due", age, "s", LATE_SECONDS),
        Gauge("messages_dead", "Mails and posts nobody could send", stand.dead, alarm_above=0),
    )


def _dead(limit: int) -> Sequence[DeadJob]:
    return [
        DeadJob("notifications", row.pk, f"{row.get_channel_display()} to {row.recipient.name}", row.error, row.done_at)
        for row in dead_messages(limit)
    ]


def _retry(actor: Actor, now: datetime, job_id: int) -> None:
    retry(actor=actor, now=now, message_id=job_id)


watch(Watched("notifications", _gauges, _dead, _retry))
