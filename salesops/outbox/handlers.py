"""What the outbox itself does in the sweeper's rounds."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from salesops.outbox.registry import sweep_step
from salesops.outbox.services.ping import ping


@sweep_step("outbox.dead_mans_ping", every=60)
def show_that_it_lives(now: datetime) -> bool:
    """This step will ping whoever waits for a sign of life."""
    ping(settings.DEAD_MANS_URL)
    return False
