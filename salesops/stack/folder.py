"""The data folder of one `make up`: who holds it, and what an earlier start left running in it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from salesops.stack.account import StackError
from salesops.stack.process import ProcessId, wait_until

SERVERS = {"postgres": signal.SIGINT, "valkey": signal.SIGTERM}


@dataclass(slots=True)
class DataFolder:
    """A data folder, held by one process at a time.

    The lock is a POSIX record lock: forked children do not inherit it, so it dies with the holder and with
    nobody else, kill -9 included.
    """

    path: Path
    _lock: IO[str] | None = field(default=None, repr=False)

    @classmethod
    def hold(cls, wanted: Path, *, may_choose_another: bool) -> DataFolder:
        """This function will take the folder, or the next free one beside it where it may.

        Raises: StackError where the folder is in use, or cannot be made or written.
        """
        for number in range(1, 10):
            folder = cls(wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}"))
            if folder._take():
                return folder
            if not may_choose_another:
                raise StackError(f"{wanted} is in use by {folder.holder()}; stop that one, or choose another DATA_DIR.")
        raise StackError(f"{wanted} and eight folders beside it are in use; stop one of them, or set DATA_DIR.")

    def _take(self) -> bool:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o711)  # the server's account passes through; nobody else lists it
            self._lock = (self.path / "up.lock").open("a+")
        except OSError as error:
            raise StackError(f"{self.path} cannot be written ({error.strerror}); choose another DATA_DIR.") from error
        if wait_until(self._try_lock, 30.0 if self._is_stopping() else 0.0):
            (self.path / "up.json").unlink(missing_ok=True)
            return True
        self._lock.close()
        return False

    def _try_lock(self) -> bool:
        if self._lock is None:
            return False
        try:
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _is_stopping(self) -> bool:
        return bool(self._read("up.json").get("stopping"))

    def describe(self, **facts: Any) -> None:
        """This function will note what the holder wants others to know: its address, that it is stopping."""
        known = self._read("up.json") | {"pid": os.getpid()} | facts
        # On a full disk nobody is told; what is stopped next matters more.
        with contextlib.suppress(OSError):
            (self.path / "up.json").write_text(json.dumps(known))

    def holder(self) -> str:
        """Say who holds the folder, as far as they said it themselves."""
        facts = self._read("up.json")
        return f"the salesops at {facts['address']}" if facts.get("address") else "another `make up`"

    def _read(self, name: str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads((self.path / name).read_text())
        except (OSError, ValueError):
            return {}
        return content

    def note_process(self, name: str, identity: ProcessId) -> None:
        """This function will write down a process the moment it runs, so that the next start can end it."""
        processes = self.path / "processes"
        processes.mkdir(exist_ok=True)
        (processes / f"{name}.json").write_text(json.dumps({"pid": identity.pid, "started": identity.started}))

    def forget_process(self, name: str) -> None:
        """This function will strike a process off the list."""
        (self.path / "processes" / f"{name}.json").unlink(missing_ok=True)

    def end_leftovers(self) -> list[str]:
        """This function will end what a killed start left running here, servers last, and return the names.

        Only a process with the pid *and* the start time written down is touched.
        Raises: StackError where one does not end.
        """
        ended = []
        names = sorted((p.stem for p in (self.path / "processes").glob("*.json")), key=lambda n: (n in SERVERS, n))
        for name in names:
            facts = self._read(f"processes/{name}.json")
            identity = ProcessId(int(facts.get("pid", 0)), str(facts.get("started", "")))
            if identity.pid and identity.is_alive():
                if not identity.end(SERVERS.get(name, signal.SIGTERM), patience_s=20):
                    raise StackError(
                        f"{name} (process {identity.pid}) of an earlier start does not end; end it by hand."
                    )
                ended.append(name)
            self.forget_process(name)
        return ended
