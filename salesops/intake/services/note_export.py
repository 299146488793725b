"""Let a partner take its own introductions along as a table, and keep on record that it did (reliability P25)."""

from __future__ import annotations

from datetime import datetime

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.intake.events import INTRO_EXPORTED
from salesops.web.services.count_attempt import Limit, require_attempt

MOST = Limit(most=30, seconds=3600)


def note_export(*, actor: Actor, now: datetime, partner_id: int, rows: int) -> None:
    """This function will count one export of so many rows and write it to the ledger.

    Raises: TooMany after thirty of one person in an hour.
    """
    require_attempt(f"portal-export:{actor.user_id}", MOST, then="then export again.", why="Too many exports.")
    record(actor=actor, action=INTRO_EXPORTED, subject=RecordRef("partner", partner_id), now=now, data={"rows": rows})
