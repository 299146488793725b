"""Move a lead to converted, for the opportunity it became: called by the service that makes it."""

from __future__ import annotations

from datetime import datetime

from salesops.core.actor import Actor
from salesops.intake.events import LEAD_CONVERTED
from salesops.intake.models import Lead
from salesops.intake.services.qualify_lead import sign
from salesops.intake.services.writing import move, save, tell


def mark_converted(*, actor: Actor, now: datetime, lead: Lead, opportunity_id: int) -> None:
    """This function will close a locked lead as converted; who qualified it is who converts it, unless it was done.

    Raises: Conflict from a status that does not lead there.
    """
    sign(lead, actor, now)
    move(lead, "converted", reason="Became an opportunity.", actor=actor, now=now)
    save(lead)
    data = {"opportunity_id": opportunity_id, "introduction_id": lead.introduction_id, "source": lead.source}
    tell(lead, LEAD_CONVERTED, data, actor=actor, now=now)
