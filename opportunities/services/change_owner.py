"""Give an opportunity to another owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import require_reason
from opportunities.services.owning import require_may_own
from opportunities.services.placing import Placed, place
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.process.queries import definition_of
from salesops.users.queries import actor_for, person

ACTION = "owner.change"


def change_owner(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    owner_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Opportunity:
    """This function will make another person the one owner (domain §1.3 owner.change, §5.4, C5).

    The deal keeps the territory its account lies in now, and the event names the rule.

    Raises: NotVisible, Refused (R09 …, also where the person's function never owns; R22 where the account is another
    territory's or in dispute), Conflict R28, Invalid if the person may not own it, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        why = require_reason(reason)
        new = actor_for(person(actor, owner_id))
        definition = definition_of(opportunity.definition_id)
        require_may_own(new, definition)
        placed = place(opportunity, actor=actor, owner=new, now=now, action=ACTION)
        return hand_over(opportunity, owner_id, placed, why, actor=actor, now=now)


def hand_over(
    opportunity: Opportunity, owner_id: int, placed: Placed, reason: str, *, actor: Actor, now: datetime
) -> Opportunity:
    """This function will write the new owner and the territory onto a locked deal and tell it; the caller has asked."""
    before, opportunity.owner_id, opportunity.updated_at = opportunity.owner_id, owner_id, now
    opportunity.territory_id = placed.territory_id
    opportunity.save(update_fields=["owner_id", "territory_id", "updated_at"])
    opportunity.version += 1
    data: dict[str, Any] = {"from": before, "to": owner_id, "reason": reason} | placed.told
    tell(opportunity, events.OWNER_CHANGED, actor=actor, now=now, data=data)
    return opportunity
