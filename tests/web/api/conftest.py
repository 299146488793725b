"""Fixtures of the REST tests: programs with keys, and a real server to be hammered."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.test import Client

from salesops.users.domain.scopes import SCOPES
from tests.cast import key_for

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def program() -> Callable[..., Client]:
    """Make a client that signs its requests with a key of one of the cast; without scopes it holds all."""

    def make(first_name: str, *scopes: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {key_for(first_name, *(scopes or SCOPES))}"})

    return make


@pytest.fixture
def live_api(transactional_db: None) -> Iterator[int]:
    """A gunicorn of two workers on this test's database; the value is its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "salesops.settings", "API_REQUESTS_PER_MINUTE": "10000000"}
    command = [sys.executable, "-m", "gunicorn", "salesops.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
               "--threads", "16", "--log-level", "error"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
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
