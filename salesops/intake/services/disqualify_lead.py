"""Say that a lead is not for us."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake.domain.leads import DISQUALIFY_REASONS
from salesops.intake.events import LEAD_DISQUALIFIED
from salesops.intake.models import Lead
from salesops.intake.services.writing import lock_lead, move, require_lead_action, save, tell


def disqualify_lead(
    *, actor: Actor, now: datetime, lead_id: int, reason: str, detail: str = "", version: int | None = None
) -> Lead:
    """This function will disqualify a lead for a reason of the list; "other" wants it in words (domain §11.7).

    Raises: NotVisible; Refused; StaleVersion; Conflict; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.qualify", lead)
        if reason not in dict(DISQUALIFY_REASONS):
            raise Invalid({"reason": [f"Choose one of: {', '.join(dict(DISQUALIFY_REASONS))}."]})
        if reason == "other" and len(detail.strip()) < 10:
            raise Invalid({"detail": ["Say why in at least 10 characters."]})
        words = ": ".join(filter(None, (dict(DISQUALIFY_REASONS)[reason], detail.strip())))
        lead.reason, lead.detail = reason, detail.strip()[:500]
        move(lead, "disqualified", reason=words, actor=actor, now=now)
        save(lead)
        tell(lead, LEAD_DISQUALIFIED, {"reason": reason}, actor=actor, now=now)
    return lead
