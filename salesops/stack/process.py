"""Starting and ending single server processes, told apart by pid and start time."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from salesops.stack.account import Account, StackError


@dataclass(frozen=True, slots=True)
class ProcessId:
    """One process for certain: a pid is used again after a while, a pid with its start time is not."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> ProcessId | None:
        """This function will return the identity of a living process, None for a dead one or a zombie."""
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return _without_proc(pid)
        return None if fields[0] in {"Z", "X"} else cls(pid, fields[19])

    def is_alive(self) -> bool:
        """Say whether this very process still runs."""
        return ProcessId.of(self.pid) == self

    def end(self, sign: signal.Signals, *, patience_s: float) -> bool:
        """This function will ask the process to end, insist after the patience, and say whether it is gone."""
        for each, seconds in ((sign, patience_s), (signal.SIGKILL, 5.0)):
            if not self.is_alive():
                return True
            try:
                os.kill(self.pid, each)
            except ProcessLookupError:
                return True
            wait_until(lambda: not self.is_alive(), seconds)
        return not self.is_alive()


def _without_proc(pid: int) -> ProcessId | None:
    """Ask `ps` where there is no /proc (macOS)."""
    if Path("/proc/self/stat").exists():
        return None
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return ProcessId(pid, answer.stdout.strip()) if answer.stdout.strip() else None


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """This function will ask until the answer is yes or the seconds are over, and return the last answer."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def start_server(
    command: list[str], *, account: Account, log: Path, cwd: Path, dies_with_parent: bool = False
) -> subprocess.Popen[bytes]:
    """This function will start a server as the account, in a session of its own, its words going to the log file.

    A session of its own keeps the terminal's Ctrl-C away from it: its order of stopping is ours to choose.
    """
    arguments: dict[str, object] = dict(account.process_arguments())
    if dies_with_parent:
        arguments["preexec_fn"] = _die_with_parent
    try:
        with log.open("ab") as words:
            return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
                command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, cwd=cwd, start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}, **arguments,
            )  # fmt: skip
    except PermissionError as error:
        raise StackError(
            f"Cannot start {Path(command[0]).name} as another account ({error}); run as an ordinary user."
        ) from error


def _die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, however that happens (tests only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(signal.SIGINT))


def last_words(log: Path) -> str:
    """Return the last lines of a log file, for a sentence about a server that did not start."""
    try:
        lines = log.read_text(errors="replace").strip().splitlines()
    except OSError:
        return ""
    return " | ".join(lines[-3:])
