"""The product behind a real gunicorn, on the database of the test that asks for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def serving(log: Any = None, **environment: str) -> Iterator[int]:
    """Run two workers while the block lasts; the value is their port. What they log goes to `log` where one is given."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "salesops.settings", **environment}
    command = [sys.executable, "-m", "gunicorn", "salesops.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
               "--threads", "16", "--log-level", "error"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log)
    try:
        _wait_until_it_answers(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_it_answers(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server does not answer.")
