"""Wake a worker after a commit: best effort, never waited for longer than half a second (reliability P11)."""

from __future__ import annotations

import time

import structlog
from celery import current_app

TASK = "salesops.outbox.tasks.drain_step"
QUIET_SECONDS = 1.0
SILENCE_AFTER_FAILURE_SECONDS = 15.0
TIMEOUT_SECONDS = 0.5

_log = structlog.get_logger(__name__)


class _Gate:
    """Lets one nudge a second through, and none for a while after the broker failed."""

    def __init__(self) -> None:
        self.open_at = 0.0

    def passes(self, clock: float) -> bool:
        if clock < self.open_at:
            return False
        self.open_at = clock + QUIET_SECONDS
        return True


_gate = _Gate()


def nudge() -> None:
    """This function will ask a worker to drain now; the sweeper does it anyway if nobody hears."""
    if not _gate.passes(time.monotonic()):
        return
    try:
        with current_app.connection_for_write(
            connect_timeout=TIMEOUT_SECONDS,
            transport_options={"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS},
        ) as broker:
            current_app.send_task(TASK, connection=broker, retry=False, ignore_result=True, expires=60)
    except Exception as error:  # a broker may fail in any way; the row is safe and the sweeper will find it
        _gate.open_at = time.monotonic() + SILENCE_AFTER_FAILURE_SECONDS
        _log.warning("outbox_nudge_failed", error=type(error).__name__)
