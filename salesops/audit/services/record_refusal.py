"""Write a refusal to the ledger, after the refused transaction was rolled back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import SalesOpsError


def record_refusal(*, actor: Actor, action: str, subject: RecordRef, now: datetime, error: SalesOpsError) -> None:
    """This function will add one entry that says what was refused and why; nothing else changes (P20).

    Domain §0.3: every refusal is written to the audit log.
    """
    data: dict[str, Any] = {"message": error.message}
    unmet = [getattr(item, "id", None) or item.get("id") for item in error.facts.get("criteria", ())]
    if unmet:
        data["criteria"] = unmet
    with transaction.atomic():
        record(actor=actor, action=action, subject=subject, now=now, data=data, outcome="refused", code=error.code[:40])
