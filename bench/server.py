"""The system as in production, on a data folder of the benchmark's own: durable PostgreSQL, two web workers."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from salesops.env import BASE_DIR
from salesops.stack.database import DatabaseUrls, manage, own_database
from salesops.stack.folder import DataFolder
from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.secret_values import load_secrets
from salesops.stack.valkey import EmbeddedValkey


@contextlib.contextmanager
def servers(path: Path) -> Iterator[tuple[DatabaseUrls, str, dict[str, str]]]:
    """Start both servers, migrate, and yield the addresses, the superuser's one and the programs' environment."""
    folder = DataFolder.hold(path, may_choose_another=False)
    folder.end_leftovers()
    secrets = load_secrets(path)
    postgres, valkey = EmbeddedPostgres(path, password=secrets["postgres"]), EmbeddedValkey(path)
    database = postgres.start(note=lambda identity: folder.note_process("postgres", identity))
    broker = valkey.start(note=lambda identity: folder.note_process("valkey", identity))
    try:
        urls = own_database(postgres.url(), secrets)
        environ = {
            **os.environ, "SALESOPS_ENV": "development", "DEBUG": "false", "SECRET_KEY": secrets["secret_key"],
            "ANCHOR_KEY": secrets["anchor_key"], "REDIS_URL": valkey.url, "DATA_DIR": str(path),
            "DATABASE_URL": urls.app, "DJANGO_SETTINGS_MODULE": "salesops.settings", "LOG_LEVEL": "ERROR",
            "API_REQUESTS_PER_MINUTE": "1000000", "PYTHONPATH": str(BASE_DIR),
        }  # fmt: skip
        manage({**environ, "DATABASE_URL": urls.owner, "STATEMENT_TIMEOUT_MS": "0"}, "prepare_database")
        yield urls, postgres.url(database="salesops"), environ
    finally:
        valkey.stop(broker)
        postgres.stop(database)


@contextlib.contextmanager
def web(application: str, environ: dict[str, str], ready: str) -> Iterator[int]:
    """Serve an application with two workers and yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "2", "--threads", "8", "--keep-alive", "30", "--log-level", "error", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=BASE_DIR, env=environ)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)
