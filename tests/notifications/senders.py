"""Makes processes that send, to be killed or frozen, and processes that tell."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "salesops.settings"
django.setup()

from django.db import OperationalError, connection  # noqa: E402

from salesops.notifications.services import claim, send  # noqa: E402


def send_for_ever() -> None:
    """Send as fast as it goes, with short leases and for people who read fast, until killed."""
    claim.LEASE, claim.MAILS_A_MINUTE = timedelta(seconds=5), 1_000_000
    while True:
        try:
            if not send.send_due(now=datetime.now(UTC), limit=5):
                time.sleep(0.02)
        except OperationalError:  # the server of the tests may have no connection left for a moment
            connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:  # one line asks for one more sending process; its number is the answer
        child = os.fork()
        if child == 0:
            send_for_ever()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
