"""The embedded servers of one `make up`: started in order, kept running, stopped in the other order."""

from __future__ import annotations

import threading
from collections.abc import Callable

from salesops.stack.account import StackError
from salesops.stack.folder import DataFolder
from salesops.stack.postgres import EmbeddedPostgres
from salesops.stack.process import ProcessId
from salesops.stack.valkey import EmbeddedValkey

Server = EmbeddedPostgres | EmbeddedValkey
LOOK_EVERY_S = 1.0


class Servers:
    """The servers started here; those that the environment names are left alone."""

    def __init__(self, folder: DataFolder, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.running: dict[str, tuple[Server, ProcessId]] = {}
        self.stopping = threading.Event()
        self._lock = threading.Lock()

    def start(self, name: str, server: Server) -> None:
        """This function will start one and write it down at once.

        Raises: StackError where it does not answer.
        """

        def note(identity: ProcessId) -> None:
            # First here: what cannot be written down for the next start must still be stopped by this one.
            self.running[name] = (server, identity)
            self.folder.note_process(name, identity)

        server.start(note=note)

    def keep(self) -> None:
        """This function will start a server again that ended by itself, until `stop` is called.

        The programs wait for it: PostgreSQL is asked again at the next request, Valkey is only missed.
        """
        while not self.stopping.wait(LOOK_EVERY_S):
            with self._lock:
                for name, (server, identity) in list(self.running.items()):
                    if self.stopping.is_set() or identity.is_alive():
                        continue
                    try:
                        self.start(name, server)
                        self.say(f"{name} had ended; it runs again.")
                    except StackError as error:
                        self.say(str(error))

    def stop(self) -> None:
        """This function will stop them, last started first."""
        self.stopping.set()
        with self._lock:
            for name in reversed(list(self.running)):
                server, identity = self.running.pop(name)
                if server.stop(identity):
                    self.folder.forget_process(name)
