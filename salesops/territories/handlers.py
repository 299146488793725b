"""What territories do when accounts change, and what the sweeper does for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from salesops.accounts.events import ACCOUNT_AMENDED, ACCOUNT_MERGED, ACCOUNT_UNMERGED
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.registry import in_transaction, sweep_step
from salesops.territories.services.follow_map import follow_map
from salesops.territories.services.follow_merge import follow_merge, follow_unmerge
from salesops.territories.services.freeze_segment import freeze_segment


@in_transaction(ACCOUNT_AMENDED)
def account_was_amended(event: EventFact) -> None:
    """This function will keep the segment of the size that was given up."""
    old, _ = event.data.get("employees", (None, None))
    freeze_segment(account_id=event.subject.id, employees=old, now=event.at)


@in_transaction(ACCOUNT_MERGED)
def account_was_merged(event: EventFact) -> None:
    """This function will take along what is said of the absorbed account."""
    follow_merge(**_both(event))


@in_transaction(ACCOUNT_UNMERGED)
def account_merge_was_undone(event: EventFact) -> None:
    """This function will give it back."""
    follow_unmerge(**_both(event))


def _both(event: EventFact) -> dict[str, Any]:
    """Return the merge, its two accounts, and who says so when."""
    named = {key: event.data[key] for key in ("merge_id", "kept_id", "absorbed_id")}
    return {**named, "by_id": event.actor_id, "now": event.at}


@sweep_step("territories.follow", every=300)
def follow_the_map(now: datetime) -> bool:
    """This function will tell which accounts the map has moved; nothing waits afterwards."""
    follow_map(now=now)
    return False
