"""Put a lead into somebody's hands: by taking it, by handing it over, or because the map changed."""

from __future__ import annotations

from datetime import datetime

from salesops.core.actor import Actor
from salesops.intake.events import LEAD_ASSIGNED
from salesops.intake.models import Lead
from salesops.intake.services.first_touch import start_clock
from salesops.intake.services.tell_owner import tell_owner
from salesops.intake.services.writing import move, note_move, save, tell


def give_lead(
    lead: Lead, owner: Actor, *, reason: str, territory_id: int | None = None, actor: Actor, now: datetime
) -> None:
    """This function will make somebody the owner of a locked lead, with the reason in its history (domain §11.5).

    `territory_id` is the territory they have it by; a lead that a person gave away follows no map.
    """
    before = lead.owner.name if lead.owner else ""
    lead.owner_id, lead.territory_id, lead.updated_at = owner.person_id, territory_id, now
    lead.owner_reason = reason[:300]
    if lead.status == "new" and owner.user_id == actor.user_id:
        move(lead, "open", reason=reason, actor=actor, now=now)
    note_move(lead, "owner", before, owner.name, reason=reason, actor=actor, now=now)
    start_clock(lead, now=now)
    save(lead)
    tell(lead, LEAD_ASSIGNED, {"owner_id": lead.owner_id}, actor=actor, now=now)
    tell_owner(lead, actor=actor, now=now)
