"""The last step of every service of layer 2: write the ledger and tell the event, with the same data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from salesops.audit.services.record import record
from salesops.core.actor import Actor
from salesops.outbox.services.emit import emit


def tell(opportunity: Opportunity, event: str, *, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """This function will write one audit entry and one event in the caller's transaction.

    `data` holds plain values: texts, numbers, ISO dates; money as text.
    """
    subject = ref(opportunity)
    record(actor=actor, action=event, subject=subject, now=now, data=data)
    emit(type=event, subject=subject, actor=actor, now=now, data=data)


def plain(value: Any) -> Any:
    """This function will turn a field's value into what JSON can hold, money and dates as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
