"""Change many leads at once: the same guarded services, one result a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.db.row_by_row import RowResult, row_by_row
from salesops.intake.models import Lead
from salesops.intake.services.assign_lead import assign_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.park_lead import park_lead

# What is done → by which service, and what it comes to in words.
CHANGES: dict[str, tuple[Callable[..., Lead], Callable[[Lead], str]]] = {
    "owner": (assign_lead, lambda lead: f"Handed over to {lead.owner}"),
    "rest": (park_lead, lambda lead: f"Rests: {lead.get_status_display()}"),
    "disqualify": (disqualify_lead, lambda lead: f"Disqualified: {lead.get_reason_display()}"),
}


def change_leads(
    *, actor: Actor, now: datetime, lead_ids: Sequence[int], change: str, values: Mapping[str, Any], dry_run: bool
) -> list[RowResult]:
    """This function will hand over, rest or disqualify each lead on its own; a refused one does not stop the others.

    `values` are what the service of the change takes. A dry run says exactly what the run would (domain §11.7).

    Raises: Invalid for over 1,000 rows or an unknown change.
    """
    if change not in CHANGES:
        raise Invalid({"change": [f"Choose one of: {', '.join(CHANGES)}."]})
    service, words = CHANGES[change]

    def act(lead_id: int) -> str:
        return words(service(actor=actor, now=now, lead_id=lead_id, **values))

    return row_by_row(lead_ids, act, dry_run=dry_run)
