"""An end to what a stranger's server can draw out: a socket is shut when its time is over."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

AGAIN_SECONDS = 0.2


@contextmanager
def cut_off_after(most: timedelta, socket_of: Callable[[], socket.socket | None]) -> Iterator[None]:
    """This function will shut the socket that `socket_of` names once the time is over, and every later one.

    A timeout of a socket starts anew with each byte; this one does not. What was waiting then raises an OSError.
    """
    done = threading.Event()

    def watch() -> None:
        seconds = most.total_seconds()
        while not done.wait(seconds):
            seconds = AGAIN_SECONDS
            with suppress(OSError):
                if held := socket_of():
                    held.shutdown(socket.SHUT_RDWR)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
