"""`make up` starts everything, stops what it started, and recovers from a kill."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from salesops.stack.account import Account, reachable
from salesops.stack.process import ProcessId, wait_until
from salesops.stack.secret_values import load_secrets
from salesops.stack.up import is_ready
from tests.stack.by_hand import appoint_operator, environ_of, import_a_migration
from tests.stack.started import Started, get

PROGRAMS = {"postgres", "valkey", "web", "worker", "beat", "sweeper"}
ORDINARY = 1  # the uid of an account that owns nothing
Start = Callable[..., Started]
Copy = Callable[[str], Path]


def owner_connection(data_dir: Path) -> Any:
    """Connect to a started system's database as the owner."""
    secret = load_secrets(data_dir)["salesops_owner"]
    return psycopg2.connect(host=str(data_dir / "run"), dbname="salesops", user="salesops_owner", password=secret)


def as_ordinary_user() -> list[str]:
    """Return the words that turn a command into an ordinary user's; none where one is that already.

    The right to pass closed folders stays where root's own Python lies in root's home, and only there.
    """
    if os.geteuid() != 0:
        return []
    words = ["setpriv", f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups"]
    if not reachable(Path(sys.executable).resolve(), Account(ORDINARY, ORDINARY)):
        words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return words


class TestUp:
    def test_starts_six_processes_and_ctrl_c_ends_those_and_no_other(self, start: Start, copy_folder: Copy) -> None:
        bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        system = start(copy_folder("data"))
        address = system.wait_ready()
        running = system.processes()
        assert set(running) == PROGRAMS
        assert all(each.is_alive() for each in running.values())
        assert get(f"{address}/healthz") == get(f"{address}/readyz") == 200

        assert system.press_ctrl_c() == 0
        assert [name for name, each in running.items() if each.is_alive()] == []
        assert system.processes() == {}
        assert bystander.poll() is None
        bystander.kill()
        bystander.wait()

    def test_tells_the_import_role_to_worker_and_sweeper_alone(self, start: Start, copy_folder: Copy) -> None:
        system = start(copy_folder("data"))
        system.wait_ready()
        told = {
            name: "DATABASE_IMPORT_URL" in environ_of(each)
            for name, each in system.processes().items()
            if name not in {"postgres", "valkey"}
        }
        assert told == {"web": False, "beat": False, "worker": True, "sweeper": True}

    def test_imports_a_migration_from_the_page_to_the_deal(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        system = start(folder)
        address = system.wait_ready()
        appoint_operator(system.processes()["web"])
        assert "<b>1</b> imported" in import_a_migration(address)
        with owner_connection(folder) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT stage, source_key FROM opportunities_opportunity")
            assert cursor.fetchall() == [("closed_won", "K1")]

    def test_recovers_from_a_kill_with_the_data_intact(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        killed = start(folder)
        killed.wait_ready()
        with owner_connection(folder) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE survivor AS SELECT 42 AS answer")
        left = killed.processes()
        killed.kill_hard()
        assert {name for name, each in left.items() if each.is_alive()} == PROGRAMS

        again = start(folder)
        again.wait_ready()
        assert [name for name, each in left.items() if each.is_alive()] == []
        with owner_connection(folder) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT answer FROM survivor")
            assert cursor.fetchone() == (42,)

    def test_recovers_when_every_process_was_killed(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        killed = start(folder)
        killed.wait_ready()
        killed.kill_hard()
        for each in killed.processes().values():
            os.kill(each.pid, signal.SIGKILL)
            assert wait_until(lambda dead=each: not dead.is_alive(), 10)  # type: ignore[misc]
        assert get(f"{start(folder).wait_ready()}/readyz") == 200

    def test_leaves_a_process_alone_that_only_has_the_noted_pid(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        (folder / "processes").mkdir(exist_ok=True)
        (folder / "processes" / "web.json").write_text(f'{{"pid": {bystander.pid}, "started": "1"}}')
        start(folder).wait_ready()
        assert bystander.poll() is None
        bystander.kill()
        bystander.wait()

    def test_runs_twice_at_once_and_each_says_its_port(self, start: Start, copy_folder: Copy) -> None:
        first, second = start(copy_folder("one")), start(copy_folder("two"))
        addresses = {first.wait_ready(), second.wait_ready()}
        assert len(addresses) == 2
        assert {get(f"{address}/readyz") for address in addresses} == {200}

    def test_refuses_a_data_folder_in_use_and_says_by_whom(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        address = start(folder).wait_ready()
        second = start(folder)
        words = second.say_last()
        assert second.process.returncode == 1
        assert f"in use by the salesops at {address}" in words
        assert get(f"{address}/readyz") == 200

    def test_runs_from_a_path_with_a_space(self, start: Start, copy_folder: Copy) -> None:
        assert get(f"{start(copy_folder('a b')).wait_ready()}/readyz") == 200

    def test_runs_from_a_path_too_long_for_a_socket(self, start: Start, copy_folder: Copy) -> None:
        assert get(f"{start(copy_folder('long' * 30)).wait_ready()}/readyz") == 200

    def test_stops_everything_when_a_program_ends_and_says_which(self, start: Start, copy_folder: Copy) -> None:
        system = start(copy_folder("data"))
        system.wait_ready()
        running = system.processes()
        os.kill(running["sweeper"].pid, signal.SIGKILL)
        words = system.say_last()
        assert system.process.returncode == 1
        assert "sweeper ended" in words
        assert [name for name, each in running.items() if each.is_alive()] == []

    def test_starts_a_server_again_that_was_killed_and_goes_on(self, start: Start, copy_folder: Copy) -> None:
        system = start(copy_folder("data"))
        address = system.wait_ready()
        before = system.processes()
        for name in ("valkey", "postgres"):
            os.kill(before[name].pid, signal.SIGKILL)
            system.wait_for(f"{name} had ended; it runs again.")
        assert wait_until(lambda: is_ready(address), 30)
        after = system.processes()
        assert {name for name in before if before[name] != after[name]} == {"valkey", "postgres"}
        assert system.press_ctrl_c() == 0
        assert [name for name, each in after.items() if each.is_alive()] == []

    def test_refuses_a_database_of_newer_code(self, start: Start, copy_folder: Copy) -> None:
        folder = copy_folder("data")
        system = start(folder)
        system.wait_ready()
        with owner_connection(folder) as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('users', '9999_later', now())")
        system.press_ctrl_c()
        later = start(folder)
        assert "migrated by newer code (users.9999_later); update the code" in later.say_last()
        assert later.process.returncode == 1

    def test_runs_as_an_ordinary_user(self, start: Start) -> None:
        home = Path(tempfile.mkdtemp(prefix="salesops-up-"))
        if os.geteuid() == 0:
            os.chown(home, ORDINARY, ORDINARY)
        system = start(home / "data", before=as_ordinary_user())
        assert get(f"{system.wait_ready()}/readyz") == 200
        assert system.press_ctrl_c() == 0
        shutil.rmtree(home)

    def test_keeps_secrets_for_its_owner_alone(self, used_folder: Path) -> None:
        assert (used_folder / "secrets.json").stat().st_mode & 0o777 == 0o600
        assert (used_folder / "postgres").stat().st_mode & 0o777 == 0o700
        assert (used_folder / "run").stat().st_mode & 0o777 == 0o700


class TestOneSentence:
    """What goes wrong is one sentence with what to do, never a traceback."""

    def said(self, tmp_path: Path, **environ: str) -> str:
        system = Started(tmp_path / "data", **environ)
        words = system.say_last()
        assert system.process.returncode == 1
        assert "Traceback" not in words
        assert len(words.splitlines()) == 1
        return words

    def test_a_taken_port(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert self.said(tmp_path, PORT=str(port)).startswith(f"Port {port} cannot be used")

    @pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8 0"])
    def test_a_port_that_is_none(self, tmp_path: Path, port: str) -> None:
        assert self.said(tmp_path, PORT=port) == f"PORT is {port!r}; set it to a number from 1 to 65535."

    def test_a_data_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("")
        assert "choose another DATA_DIR" in self.said(tmp_path)

    def test_a_database_that_does_not_answer(self, tmp_path: Path) -> None:
        url = "postgresql://nobody@127.0.0.1:1/none"
        assert "DATABASE_URL does not work" in self.said(tmp_path, DATABASE_URL=url, REDIS_URL="redis://127.0.0.1:1")


class TestProcessId:
    def test_tells_a_dead_process_from_a_living_one(self) -> None:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        identity = ProcessId.of(child.pid)
        assert identity is not None
        assert identity.is_alive()
        child.kill()
        child.wait()
        assert not identity.is_alive()
