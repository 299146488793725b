"""What every use case of territories shares: who may, who acts, and saying that it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.outbox.services.emit import emit

ACTION = "territory.edit"
SHORTEST_REASON = 10


def require_edit(actor: Actor, subject: RecordRef, theatre: str) -> None:
    """This function will ask the charter for a change in a theatre: operations, or its own regional VP (§1.3).

    Raises: Refused.
    """
    require(actor, ACTION, Facts(subject=subject, region=theatre))


def require_reason(text: str) -> str:
    """This function will return a reason of at least 10 characters. Raises: Invalid."""
    tidy = " ".join(text.split())
    if not SHORTEST_REASON <= len(tidy) <= 300:
        raise Invalid({"reason": [f"Say why, in {SHORTEST_REASON} to 300 characters."]})
    return tidy


def tell(event: str, subject: RecordRef, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """This function will write the act to the ledger and as an event."""
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)
