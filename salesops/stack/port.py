"""The port of the web server: taken by `up` itself and handed on, so that nobody slips in between."""

from __future__ import annotations

import socket

from salesops.stack.account import StackError

DEFAULT_PORT = 8000
TRIES = 100


def listen(wanted: int | None, host: str = "127.0.0.1") -> socket.socket:
    """This function will return a listening socket on the wanted port, or on the first free one from 8000 up.

    Raises: StackError where the wanted port is taken or not allowed, or no port is free.
    """
    for port in [wanted] if wanted is not None else range(DEFAULT_PORT, DEFAULT_PORT + TRIES):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)
        except (OSError, OverflowError) as error:
            listener.close()
            if wanted is not None:
                raise StackError(f"Port {port} cannot be used ({error}); choose another with PORT=.") from error
        else:
            listener.set_inheritable(True)
            return listener
    raise StackError(f"No port from {DEFAULT_PORT} to {DEFAULT_PORT + TRIES - 1} is free; choose one with PORT=.")
