"""Senders killed and frozen at any moment: nothing is lost, and a copy has the name of the mail it copies (P10)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from salesops.notifications.models import Message, Notification
from salesops.notifications.services.write_mail import message_id
from salesops.stack.process import wait_until
from tests.notifications.telling import Post, mail_server, tell

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 200 if os.environ.get("SALESOPS_PROVE") == "long" else 10
MAILS = KILLS * 6


@contextmanager
def nursery(port: int) -> Iterator[subprocess.Popen[str]]:
    """A process that forks sending ones; started once, since starting Django takes longer than a kill."""
    script = Path(__file__).resolve().parents[1] / "senders.py"
    environ = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
    )
    started: list[int] = []
    process.started = started  # type: ignore[attr-defined]
    yield process
    for child in started:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()


def start(parent: subprocess.Popen[str]) -> int:
    """Start a sending process and return its number."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write("start\n")
    parent.stdin.flush()
    child = int(parent.stdout.readline())
    parent.started.append(child)  # type: ignore[attr-defined]
    return child


def is_over() -> bool:
    """Say whether nothing is left to send."""
    return not Message.objects.exclude(status="sent").exists()


def copies(post: Post) -> int:
    """Check that every mail came, under its own name, and return how many came again."""
    counted = Counter(post.ids)
    assert set(counted) == {message_id(f"mail:test:{number}") for number in range(MAILS)}
    return sum(counted.values()) - len(counted)


def test_senders_killed_at_random_lose_nothing_and_copy_only_what_they_were_sending() -> None:
    with mail_server() as post:
        for number in range(MAILS):
            tell(str(number), to=("elena", "arjun", "rosa")[number % 3])
        with nursery(post.port) as parent:
            alive = [start(parent) for _ in range(3)]
            for turn in range(KILLS):
                # Each kill waits for some progress, so that they are spread over the whole run.
                wait_until(lambda turn=turn: len(post.mails) > turn * 2 or is_over(), 60)  # type: ignore[misc]
                os.kill(alive.pop(random.randrange(len(alive))), signal.SIGKILL)
                alive.append(start(parent))
            wait_until(is_over, 120)
    assert copies(post) <= KILLS
    assert Notification.objects.count() == MAILS


def test_frozen_senders_mark_nothing_that_others_took_over() -> None:
    with mail_server() as post:
        for number in range(MAILS):
            tell(str(number), to=("elena", "arjun", "rosa")[number % 3])
        with nursery(post.port) as parent:
            frozen = []
            for turn in range(KILLS):
                child = start(parent)
                wait_until(lambda turn=turn: len(post.mails) > turn * 2 or is_over(), 60)  # type: ignore[misc]
                os.kill(child, signal.SIGSTOP)
                frozen.append(child)
            start(parent)
            wait_until(is_over, 120)
            done = dict(Message.objects.values_list("id", "done_at"))
            for child in frozen:
                os.kill(child, signal.SIGCONT)
            start(parent)
            wait_until(lambda: not Message.objects.filter(lease_until__isnull=False).exists(), 60)
    assert dict(Message.objects.values_list("id", "done_at")) == done
    assert copies(post) <= KILLS
