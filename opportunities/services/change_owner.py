"""Give an opportunity to another owner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import require_reason
from opportunities.services.owning import require_may_own
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.process.queries import definition_of
from salesops.users.queries import actor_for, person


def change_owner(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    owner_id: int,
    reason: str,
    expected_version: int | None = None,
) -> Opportunity:
    """This function will make another person the one owner (domain §1.3 owner.change, C5).

    Raises: NotVisible, Refused (R09 …, also where the person's function never owns), Conflict R28, Invalid if the
    person may not own it, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "owner.change", opportunity)
        require_open(opportunity, "owner.change")
        why = require_reason(reason)
        new = actor_for(person(actor, owner_id))
        definition = definition_of(opportunity.definition_id)
        require_may_own(new, definition)
        before, opportunity.owner_id, opportunity.updated_at = opportunity.owner_id, owner_id, now
        opportunity.save(update_fields=["owner_id", "updated_at"])
        opportunity.version += 1
        data = {"from": before, "to": owner_id, "reason": why}
        tell(opportunity, events.OWNER_CHANGED, actor=actor, now=now, data=data)
        return opportunity
