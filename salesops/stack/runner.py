"""Runs web, worker, beat and sweeper together (honcho), until one ends or somebody presses Ctrl-C."""

from __future__ import annotations

import functools
import multiprocessing
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import honcho.manager
from honcho.printer import Printer
from honcho.process import Popen, Process

from salesops.env import BASE_DIR
from salesops.stack.folder import DataFolder
from salesops.stack.process import ProcessId

honcho.manager.KILL_WAIT = 20  # its own five seconds would cut a task short


@dataclass(frozen=True, slots=True)
class Programs:
    """The four programs as shell commands, each writing to a log of its own."""

    logs: Path
    port_descriptor: int

    def commands(self) -> dict[str, str]:
        """Return name → command. `exec` keeps a shell from standing between us and the program."""
        celery = ("-m", "celery", "-A", "salesops.celery")
        return {
            "web": self._command(
                "-m", "gunicorn", "salesops.wsgi:application", "--bind", f"fd://{self.port_descriptor}",
                "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--graceful-timeout", "15",
                "--no-control-socket", "--log-level", "warning", log="web",
            ),
            "worker": self._command(
                *celery, "worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-mingle",
                "--without-gossip", log="worker",
            ),
            "beat": self._command(*celery, "beat", "--pidfile=", "--loglevel", "WARNING", log="beat"),
            "sweeper": self._command("manage.py", "sweep", log="sweeper"),
        }  # fmt: skip

    def _command(self, *arguments: str, log: str) -> str:
        words = " ".join(shlex.quote(word) for word in (sys.executable, *arguments))
        return f"exec {words} > {shlex.quote(str(self.logs / f'{log}.log'))} 2>&1"


class _NotedProcess(Process):  # type: ignore[misc]
    """A process whose identity is written down as soon as it runs."""

    folder: DataFolder
    descriptors: tuple[int, ...] = ()

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        self._child_ctor = functools.partial(Popen, pass_fds=self.descriptors)
        super().run(events, ignore_signals)

    def _send_message(self, data: Any, type: str = "line") -> None:  # noqa: A002 - honcho's word
        if type == "start" and (identity := ProcessId.of(data["pid"])):
            self.folder.note_process(self.name, identity)
        if type == "stop":
            self.folder.forget_process(self.name)
        super()._send_message(data, type)


class _Silent(Printer):  # type: ignore[misc]
    """Says nothing while the programs start and stop; their words are in their logs."""

    def write(self, message: Any) -> None:
        if message.type == "line" and message.name != honcho.manager.SYSTEM_PRINTER_NAME:
            super().write(message)


class _Manager(honcho.manager.Manager):  # type: ignore[misc]
    """Calls back once everything is started: threads may begin only after the last fork."""

    started: Callable[[], None]

    def _start(self) -> None:
        super()._start()
        self.started()


def run_programs(
    folder: DataFolder,
    environ: Mapping[str, str],
    descriptor: int,
    *,
    more: Mapping[str, Mapping[str, str]],
    started: Callable[[Callable[[], None]], None],
) -> tuple[int, list[str]]:
    """This function will run the four programs to their end and return the exit code and who ended unasked.

    `more` is what single programs are told beyond `environ`. `started` is called once with the function that
    stops everything.
    """
    multiprocessing.set_start_method("fork", force=True)
    logs = folder.path / "logs"
    logs.mkdir(exist_ok=True)
    manager = _Manager(printer=_Silent(sys.stdout))
    for name, command in Programs(logs, descriptor).commands().items():
        (logs / f"{name}.log").exists() and (logs / f"{name}.log").replace(logs / f"{name}.log.1")
        process = _NotedProcess(command, name=name, env={**environ, **more.get(name, {})}, cwd=str(BASE_DIR))
        process.folder = folder
        process.descriptors = (descriptor,) if name == "web" else ()
        manager._processes[name] = {"obj": process}
    asked = {"stop": False}

    def stop() -> None:
        asked["stop"] = True
        manager.returncode = 1
        manager.terminate()

    manager.started = lambda: started(stop)
    manager.loop()
    unasked = manager.returncode not in {130, 143} and not asked["stop"]
    ended = [name for name, facts in manager._processes.items() if facts.get("returncode") not in {0, None, -15}]
    return manager.returncode or 0, ended if unasked else []
