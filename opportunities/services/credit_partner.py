"""Credit the partner who brought a deal: they stand for layer 1 on it."""

from __future__ import annotations

from datetime import datetime

from opportunities import events
from opportunities.models import LayerHolder, Opportunity
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.intake.queries.introductions import credit_of
from salesops.users.domain.roles import Layer


def credit_partner(opportunity: Opportunity, introduction_id: int, *, actor: Actor, now: datetime) -> None:
    """This function will write on a new deal that a partner sourced it, by which introduction (domain §11.5)."""
    partner_id, receipt = credit_of(introduction_id)
    LayerHolder.objects.update_or_create(
        opportunity=opportunity,
        layer=Layer.MARKET,
        defaults={"partner_id": partner_id, "person_id": None, "note": f"Sourced by introduction {receipt}"},
    )
    data = {"layer": int(Layer.MARKET), "person_id": None, "partner_id": partner_id}
    tell(opportunity, events.LAYER_ASSIGNED, actor=actor, now=now, data=data)
