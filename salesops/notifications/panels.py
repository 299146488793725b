"""What others show of the inbox and of delivery: unread lines, messages that wait, and what nobody could send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from salesops.core.actor import Actor
from salesops.notifications.queries import backlog, dead_messages, unread_count
from salesops.notifications.services.retry import retry
from salesops.web.operations import DeadJob, Gauge, Watched, age_of, watch
from salesops.web.panels import panel

LATE_SECONDS = 300


@panel("navigation.count", "i", order=10, template="components/nav_count.html")
def unread(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, int]:
    """This function will count what the person has not opened."""
    return {actor.person_id: unread_count(actor)}


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
