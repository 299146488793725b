"""A real `manage.py up` in a process of its own, as a test sees it."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from salesops.stack.process import ProcessId
from tests.servers import ROOT

PATIENCE_S = 90.0


class Started:
    """One running system. Its environment is bare: nothing of the test run's own servers reaches it."""

    def __init__(self, data_dir: Path | None, *, before: list[str] | None = None, **environ: str) -> None:
        own = {"PATH": os.environ["PATH"], "SALESOPS_ENV": "development", "DEMO": "no", **environ}
        if data_dir is not None:
            own["DATA_DIR"] = str(data_dir)
        self.data_dir = data_dir
        self.lines: list[str] = []
        self._arrived: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [*(before or []), sys.executable, "manage.py", "up"], cwd=ROOT, env=own,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._arrived.put(line.rstrip())
        self._arrived.put(None)

    def wait_for(self, words: str) -> str:
        """Return the first line with the words; fail with everything it said when it ends without them."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            line = self._arrived.get(timeout=PATIENCE_S)
            if line is None:
                break
            self.lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"It never said {words!r}, but: {self.lines}")

    def wait_ready(self) -> str:
        """Return the address it is ready at."""
        return self.wait_for("salesops is ready at ").rpartition(" ")[2]

    def say_last(self) -> str:
        """Wait for the end and return everything it said."""
        self.process.wait(PATIENCE_S)
        while (line := self._arrived.get(timeout=5)) is not None:
            self.lines.append(line)
        return "\n".join(self.lines)

    def processes(self) -> dict[str, ProcessId]:
        """Return what it wrote down about the processes it runs."""
        assert self.data_dir is not None
        facts = {p.stem: json.loads(p.read_text()) for p in (self.data_dir / "processes").glob("*.json")}
        return {name: ProcessId(each["pid"], each["started"]) for name, each in facts.items()}

    def press_ctrl_c(self) -> int:
        """Interrupt it as a terminal does, and return its exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(PATIENCE_S)

    def kill_hard(self) -> None:
        """Kill the process that supervises, and nothing else."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


def get(address: str) -> int:
    """Return the status of a page."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return int(answer.status)
