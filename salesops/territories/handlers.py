"""What territories do when accounts change, and what the sweeper does for them."""

from __future__ import annotations

from datetime import datetime

from salesops.accounts.events import ACCOUNT_AMENDED
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import in_transaction, sweep_step
from salesops.territories.services.follow_map import follow_map
from salesops.territories.services.freeze_segment import freeze_segment


@in_transaction(ACCOUNT_AMENDED)
def account_was_amended(event: EventFact) -> None:
    """This function will keep the segment of the size that was given up."""
    old, _ = event.data.get("employees", (None, None))
    freeze_segment(account_id=event.subject.id, employees=old, now=event.at)


@sweep_step("territories.follow", every=300)
def follow_the_map(now: datetime) -> bool:
    """This function will tell which accounts the map has moved; nothing waits afterwards."""
    follow_map(now=now)
    return False
