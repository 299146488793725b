"""A limit on how long one piece of work may take: work that hangs fails like any other."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType


@contextmanager
def deadline(limit: timedelta) -> Iterator[None]:
    """This function will interrupt its body with a TimeoutError once `limit` is over.

    Of two deadlines, one inside the other, the earlier counts. Only the main thread of a process can be interrupted:
    elsewhere the body has no limit.

    Raises: TimeoutError.
    """
    seconds, (outer, _) = limit.total_seconds(), signal.getitimer(signal.ITIMER_REAL)
    if threading.current_thread() is not threading.main_thread() or 0 < outer < seconds:
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"It took longer than {seconds:g} s.")

    began, before = time.monotonic(), signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - began), 0.001))
