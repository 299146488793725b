"""Delivers what the outbox holds, for ever: the process that makes lost wake-ups harmless (reliability §2.1)."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from salesops.outbox.services.sweep import sweep


class Command(BaseCommand):
    """Drain, rest, drain again, until SIGTERM."""

    help = "Deliver outbox events until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        stopping = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda number, frame: stopping.set())
        sweep(stopped=stopping.is_set)
