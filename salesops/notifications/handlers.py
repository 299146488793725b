"""What the sweeper's round does for delivery: send what is due, gather the morning's digests."""

from __future__ import annotations

from datetime import datetime

from salesops.notifications.services.build_digests import build_digests
from salesops.notifications.services.send import send_due
from salesops.outbox.registry import sweep_step

# A round sends few, so that a slow mail server holds up what else is due for a short time only.
BATCH = 5


@sweep_step("notifications.send")
def send(now: datetime) -> bool:
    """This step will send what is due; any number of processes may, each message belongs to one of them."""
    return send_due(now=now, limit=BATCH) >= BATCH


@sweep_step("notifications.digests", every=60)
def digests(now: datetime) -> bool:
    """This step will gather what waits for the morning, for everybody whose morning has come."""
    build_digests(now=now)
    return False
