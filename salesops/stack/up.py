"""`make up`: the whole system on one machine, started in order and stopped in order."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from salesops.env import BASE_DIR
from salesops.stack.account import StackError
from salesops.stack.database import DatabaseUrls, manage, named_database, own_database
from salesops.stack.demo_access import read_demo_access, readdress_demo_access
from salesops.stack.disk import full_sentence, is_full
from salesops.stack.folder import DataFolder
from salesops.stack.port import listen
from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.process import last_words
from salesops.stack.runner import run_programs
from salesops.stack.secret_values import load_secrets
from salesops.stack.servers import Servers
from salesops.stack.valkey import EmbeddedValkey

READY_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller chose; None where the choice is ours."""

    port: int | None
    data_dir: Path | None
    demo: bool

    @classmethod
    def from_environment(cls) -> Wishes:
        """This function will read PORT, DATA_DIR and DEMO.

        Raises: StackError where PORT is no port.
        """
        port = os.environ.get("PORT", "")
        if port and not (port.isdigit() and 0 < int(port) < 65536):
            raise StackError(f"PORT is {port!r}; set it to a number from 1 to 65535.")
        data_dir = os.environ.get("DATA_DIR", "")
        return cls(int(port) if port else None, Path(data_dir).resolve() if data_dir else None, _demo_wanted())


def _demo_wanted() -> bool:
    return os.environ.get("DEMO", "yes") != "no" and os.environ.get("SALESOPS_ENV") != "production"


def up(wishes: Wishes, say: Callable[[str], None]) -> int:
    """This function will run the system until Ctrl-C and return the exit code: 0 where it was asked to stop.

    Raises: StackError with one sentence and what to do.
    """
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _interrupt)
    default = BASE_DIR / ".data"
    folder = DataFolder.hold(wishes.data_dir or default, may_choose_another=wishes.data_dir is None)
    if wishes.data_dir is None and folder.path != default:
        say(f"{default} is in use by another start; this one keeps its data in {folder.path}.")
    for name in folder.end_leftovers():
        say(f"Ended {name}, left by a start that was killed.")
    with listen(wishes.port) as listener:
        port = listener.getsockname()[1]
        folder.describe(address=f"http://127.0.0.1:{port}", stopping=False)
        servers = Servers(folder, say)
        try:
            environ, urls = _prepare(folder, servers, port, wishes, say)
            # The listener answers connections before the programs do: they queue, none is refused.
            code, ended = run_programs(
                folder, environ, listener.fileno(), more=urls.for_importers(),
                started=lambda stop: _watch(folder, servers, f"http://127.0.0.1:{port}", stop, say),
            )  # fmt: skip
        finally:
            folder.describe(stopping=True)
            for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(sign, signal.SIG_IGN)
            servers.stop()
    for name in ended:
        log = folder.path / "logs" / f"{name}.log"
        raise StackError(f"{name} ended, so everything was stopped; its log {log} says: {last_words(log)}")
    say("Stopped.")
    return 0 if code in {130, 143} else code


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _prepare(
    folder: DataFolder, servers: Servers, port: int, wishes: Wishes, say: Callable[[str], None]
) -> tuple[dict[str, str], DatabaseUrls]:
    """Bring up what the programs need; return the environment of all of them, and the database's addresses."""
    secrets = load_secrets(folder.path)
    address = f"http://127.0.0.1:{port}"
    environ = {
        "SALESOPS_ENV": "development",
        "DEBUG": "false",
        "SECRET_KEY": secrets["secret_key"],
        "ANCHOR_KEY": secrets["anchor_key"],
        "SITE_URL": address,
        **os.environ,
        "DATA_DIR": str(folder.path),
        "PYTHONUNBUFFERED": "1",
    }
    if "DATABASE_URL" in os.environ:
        urls = named_database(os.environ, secrets)
    else:
        say("Starting PostgreSQL.")
        postgres = EmbeddedPostgres(folder.path, password=secrets["postgres"])
        servers.start("postgres", postgres)
        urls = own_database(postgres.url(), secrets)
    if "REDIS_URL" not in os.environ:
        say("Starting Valkey.")
        valkey = EmbeddedValkey(folder.path)
        servers.start("valkey", valkey)
        environ["REDIS_URL"] = valkey.url
    for name in ("DATABASE_OWNER_URL", "DATABASE_IMPORT_URL", "DATABASE_PARTNER_URL"):
        environ.pop(name, None)
    environ["DATABASE_URL"] = urls.app
    if urls.partner:
        environ["DATABASE_PARTNER_URL"] = urls.partner
    _prepare_database(folder, environ, urls, wishes, say)
    readdress_demo_access(folder.path, environ["SITE_URL"])
    return environ, urls


def _prepare_database(
    folder: DataFolder, environ: dict[str, str], urls: DatabaseUrls, wishes: Wishes, say: Callable[[str], None]
) -> None:
    say("Bringing the database up to date.")
    manage({**environ, "DATABASE_URL": urls.owner, "STATEMENT_TIMEOUT_MS": "0"}, "prepare_database")
    loaded = folder.path / "demo-loaded"
    if wishes.demo and not loaded.exists():
        say("Loading the demo company.")
        url = urls.importer or urls.app
        manage({**environ, "DATABASE_URL": url, "STATEMENT_TIMEOUT_MS": "0"}, "load_demo", "--if-empty")
        loaded.touch()


def _watch(
    folder: DataFolder, servers: Servers, address: str, stop: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Begin what goes on beside the programs: keep the servers, tell when all is ready, stop when `make` is gone."""
    threading.Thread(target=servers.keep, daemon=True).start()
    threading.Thread(target=_announce, args=(folder, address, stop, say), daemon=True).start()
    if "MAKELEVEL" in os.environ:
        threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()


def _announce(folder: DataFolder, address: str, stop: Callable[[], None], say: Callable[[str], None]) -> None:
    end = time.monotonic() + READY_WITHIN_S
    while not is_ready(address):
        if time.monotonic() > end:
            log = folder.path / "logs" / "web.log"
            say(f"The web server was not ready within {READY_WITHIN_S:.0f} s; its log {log} says: {last_words(log)}")
            stop()
            return
        time.sleep(0.1)
    say(f"\nsalesops is ready at {address}\n")
    access = read_demo_access(folder.path)
    if access is not None:
        say("The demo company's sign-ins, by role:")
        for person in access["sign_ins"]:
            say(f"  {person['role']:<20} {person['email']:<36} {person['password']}")
        say(f"The same with an API key each: {folder.path / 'demo-access.json'}")
    say(f"Logs: {folder.path / 'logs'}. Ctrl-C stops everything.")


def is_ready(address: str) -> bool:
    """Say whether /readyz answers 200."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end_with_parent(parent: int) -> None:
    """Stop when the `make` above is killed: nobody could press Ctrl-C any more."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """This function will run `up` and turn what goes wrong into one sentence on stderr."""
    folder = BASE_DIR / ".data"
    try:
        wishes = Wishes.from_environment()
        folder = wishes.data_dir or folder
        return up(wishes, _say)
    except (StackError, OSError) as error:
        sys.stderr.write(f"{full_sentence(folder) if is_full(folder, error) else error}\n")
        return 1
    except KeyboardInterrupt:
        _say("Stopped.")
        return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
