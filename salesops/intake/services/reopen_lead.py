"""Work a lead again that rested or was disqualified."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake.events import LEAD_REOPENED
from salesops.intake.models import Lead
from salesops.intake.services.writing import lock_lead, move, require_lead_action, save, tell


def reopen_lead(*, actor: Actor, now: datetime, lead_id: int, reason: str, version: int | None = None) -> Lead:
    """This function will open a parked or disqualified lead again (domain §11.7).

    Raises: NotVisible; Refused; StaleVersion; Conflict from a status that does not lead there; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.qualify", lead)
        if len(reason.strip()) < 10:
            raise Invalid({"reason": ["Say what changed in at least 10 characters."]})
        move(lead, "open", reason=reason.strip(), actor=actor, now=now)
        lead.reason, lead.detail, lead.revisit_on = "", "", None
        lead.qualified_at = lead.qualified_by = None
        save(lead)
        tell(lead, LEAD_REOPENED, {}, actor=actor, now=now)
    return lead
