"""Says whether the sweeper showed that it lives: what its container's health check asks."""

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from salesops.outbox.queries import backlog

SILENCE = timedelta(seconds=60)


class Command(BaseCommand):
    """End with 0 where some sweeper beat within a minute, with 1 where none did."""

    help = "Exit 0 if a sweeper lives, 1 if none showed itself for a minute."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask once."""
        beat_at = backlog().last_beat_at
        if beat_at is None or timezone.now() - beat_at > SILENCE:
            self.stderr.write("No sweeper showed itself for a minute.")
            sys.exit(1)
