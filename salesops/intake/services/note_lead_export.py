"""Keep on record that somebody took leads along as a table (reliability P25)."""

from __future__ import annotations

from datetime import datetime

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.intake.events import LEADS_EXPORTED


def note_lead_export(*, actor: Actor, now: datetime, rows: int, shelf: str) -> None:
    """This function will write one export of so many rows to the ledger; `shelf` is the list they stood in."""
    subject = RecordRef("lead_list", actor.person_id)
    record(actor=actor, action=LEADS_EXPORTED, subject=subject, now=now, data={"rows": rows, "shelf": shelf})
