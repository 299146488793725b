"""The always-on loop: polls every few seconds and hears every commit (reliability §6.2)."""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from salesops.outbox.models import Heartbeat
from salesops.outbox.services.emit import CHANNEL
from salesops.outbox.services.run_steps import run_steps

POLL_SECONDS = 5.0
FORGET_AFTER = timedelta(days=1)

_log = structlog.get_logger(__name__)


def sweep(*, stopped: Callable[[], bool], clock: Callable[[], datetime] = timezone.now) -> None:
    """This function will run round after round until `stopped()` says so, woken by commits and by the clock.

    A lost database is waited for: the loop connects again by itself.
    """
    name = f"{socket.gethostname()}:{os.getpid()}"
    while not stopped():
        try:
            _listen()
            while not stopped():
                beat(process=name, now=clock())
                while run_steps(now=clock()) and not stopped():
                    pass
                _wait(POLL_SECONDS)
        except (DatabaseError, InterfaceError, OSError) as error:
            _log.warning("sweeper_reconnects", error=type(error).__name__)
            connection.close()
            select.select([], [], [], 1.0)


def beat(*, process: str, now: datetime) -> None:
    """This function will write that the process lives, and forget those silent for a day."""
    Heartbeat.objects.update_or_create(process=process, defaults={"beat_at": now})
    Heartbeat.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()


def _listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")


def _wait(seconds: float) -> None:
    raw = connection.connection
    if not raw.notifies:
        select.select([raw], [], [], seconds)
    raw.poll()
    raw.notifies.clear()
