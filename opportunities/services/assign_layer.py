"""Say who acts for one of the five layers on an opportunity."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import LayerHolder
from opportunities.services.locking import lock_opportunity, require_action
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.domain.roles import LAYERS, Layer, Role
from salesops.users.queries import actor_for, person


def assign_layer(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    layer: int,
    person_id: int | None = None,
    partner_id: int | None = None,
    note: str = "",
) -> LayerHolder:
    """This function will name the holder of layer 1, 3, 4 or 5; layer 2 is the owner (domain §1.1).

    Raises: NotVisible, Refused, Invalid if the person's roles do not act in that layer.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "opp.edit_core", opportunity)
        if layer not in (1, 3, 4, 5):
            raise Invalid({"layer": ["Layers 1, 3, 4 and 5 are assigned; layer 2 is the owner."]})
        if (person_id is None) == (partner_id is None) or (partner_id and layer != Layer.MARKET):
            raise Invalid({"person": ["Name one person; in layer 1 it may be a partner instead."]})
        if person_id is not None:
            holder = actor_for(person(actor, person_id))
            if not any(layer in LAYERS[Role(role)] for role in holder.roles):
                raise Invalid({"person": [f"{holder.name} holds no role of layer {layer}."]})
        row, _ = LayerHolder.objects.update_or_create(
            opportunity=opportunity,
            layer=layer,
            defaults={"person_id": person_id, "partner_id": partner_id, "note": note.strip()},
        )
        data = {"layer": layer, "person_id": person_id, "partner_id": partner_id}
        tell(opportunity, events.LAYER_ASSIGNED, actor=actor, now=now, data=data)
        return row
