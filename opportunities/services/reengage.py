"""Try a lost customer again: a new opportunity linked to the old one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.create import NewOpportunity, create
from opportunities.services.locking import lock_opportunity, ref, require_action
from salesops.core.actor import Actor
from salesops.core.errors import Conflict

ACTION = "opp.reengage"


def reengage(*, actor: Actor, now: datetime, opportunity_id: int) -> Opportunity:
    """This function will open a new opportunity with the lost one's account and use case (domain §2.6).

    Raises: NotVisible, Refused, Conflict if the old one is not lost or was already taken up again.
    """
    with transaction.atomic():
        old = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, old)
        if old.stage_kind != "lost":
            raise _conflict(old, "Only a lost opportunity is re-engaged.")
        if Opportunity.objects.filter(reengagement_of=old, stage_kind="open").exists():
            raise _conflict(old, "It is being re-engaged already.")
        return create(
            actor=actor,
            now=now,
            new=NewOpportunity(
                process=old.definition.key,
                account_id=old.account_id,
                use_case=old.use_case,
                source=old.source,
                currency=old.currency,
                recurring=old.recurring,
                one_time=old.one_time,
                term_months=old.term_months,
                problem=old.problem,
                reengagement_of_id=old.pk,
            ),
        )


def _conflict(old: Opportunity, why: str) -> Conflict:
    return Conflict("cannot_reengage", f"{old.name}: {why}", action=ACTION, subject=ref(old))
