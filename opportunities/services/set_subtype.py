"""Confirm the sub-type the rule proposed, or set another one for a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity
from opportunities.queries.subtypes import proposal_of
from opportunities.services.amend import amend
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor


def set_subtype(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    subtype: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Opportunity:
    """This function will confirm the sub-type there is, or set another one for a reason (domain §2.1).

    Confirming twice changes nothing.

    Raises: NotVisible, Refused (R14, R08 …), Conflict R28 if closed, Invalid for a sub-type the process does not
    take or a reason under 20 characters, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        if opportunity.subtype != subtype:
            return amend(
                actor=actor, now=now, opportunity_id=opportunity_id, changes={"subtype": subtype}, reason=reason
            )
        require_action(actor, "opp.edit_commercial", opportunity)
        require_open(opportunity, "opp.edit_commercial")
        if opportunity.subtype_confirmed_at is not None:
            return opportunity
        opportunity.subtype_confirmed_at = opportunity.updated_at = now
        opportunity.save(update_fields=["subtype_confirmed_at", "updated_at"])
        opportunity.version += 1
        proposal = proposal_of(opportunity, now=now)
        data = {"subtype": subtype, "proposed": proposal.subtype, "rule": proposal.sentence}
        tell(opportunity, events.SUBTYPE_CONFIRMED, actor=actor, now=now, data=data)
        return opportunity
