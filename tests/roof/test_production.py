"""The production shape: settings, static files, checks and the first page, in a process of their own."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from salesops.db.roles import APP, PARTNER
from salesops.stack.process import wait_until
from tests.servers import ROOT, url_for

HOST = "sales.example.com"


@pytest.fixture
def production(django_db_setup: None, database_name: str, tmp_path: Path) -> dict[str, str]:
    """A production environment on this worker's database, and nothing of the test run's own."""
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ANCHOR_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "TRUSTED_PROXY": "true",
        "DATABASE_URL": url_for(APP, database_name),
        "DATABASE_PARTNER_URL": url_for(PARTNER, database_name),
        "REDIS_URL": os.environ["REDIS_URL"],
        "EMAIL_URL": "dummy:",
        "STATIC_ROOT": str(tmp_path / "static"),
        "DATA_DIR": str(tmp_path / "data"),
    }


def manage(environ: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py."""
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


class TestProduction:
    def test_passes_the_deployment_checks_but_for_the_test_cluster_itself(self, production: dict[str, str]) -> None:
        said = manage(production, "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
        found = [line for line in said.stderr.splitlines() if line.startswith("?:") or ": (" in line]
        assert [line.partition("(")[2][:13] for line in found] == ["salesops.E006"], said.stderr

    def test_builds_its_static_files_and_serves_them_behind_https(self, production: dict[str, str]) -> None:
        built = manage(production, "collectstatic", "--noinput", "--verbosity", "0", "--ignore", "drf_spectacular*")
        assert built.returncode == 0, built.stderr
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "salesops.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]  # fmt: skip
        server = subprocess.Popen(
            command, cwd=ROOT, env=production, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            assert wait_until(lambda: ask(port, "/readyz", secure=False)[0] == 200, 60)
            assert ask(port, "/auth/login/", secure=False)[1]["location"] == f"https://{HOST}/auth/login/"
            status, headers, body = ask(port, "/auth/login/")
            assert status == 200
            assert "__Host-csrf=" in headers["set-cookie"]
            assert "max-age=63072000" in headers["strict-transport-security"]
            assert "unsafe" not in headers["content-security-policy"]
            sheet = body.partition('rel="stylesheet" href="')[2].partition('"')[0]
            status, headers, _ = ask(port, sheet, encoding="br")
            assert (status, headers["content-encoding"]) == (200, "br")
            assert "immutable" in headers["cache-control"]
            assert ask(port, "/auth/login/", host="evil.example.com")[0] == 400
        finally:
            server.terminate()
            server.wait(30)


def ask(
    port: int, path: str, *, host: str = HOST, secure: bool = True, encoding: str = ""
) -> tuple[int, dict[str, str], str]:
    """Ask as the proxy in front does; 0 while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {
        "Host": host,
        "X-Forwarded-Proto": "https" if secure else "http",
        "Accept-Encoding": encoding or "identity",
    }
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read().decode("utf-8", "replace")
    except OSError:
        return 0, {}, ""
    finally:
        connection.close()
