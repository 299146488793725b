"""Set-up of the outbox tests: events of a made-up kind."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from salesops.core.actor import SYSTEM, RecordRef
from salesops.outbox.services.emit import emit

TYPE = "test.happened.v1"

# A transaction in any database of the server holds the feed back, and the tests beside share the server:
# the feed may be late by as long as the longest of them keeps one open.
LATEST_FEED_SECONDS = 300


def tell(subject: int, times: int = 1) -> None:
    """Emit events of one record, each in a transaction of its own."""
    for _ in range(times):
        with transaction.atomic():
            emit(type=TYPE, subject=RecordRef("test", subject), actor=SYSTEM, now=timezone.now(), data={"n": 1})
