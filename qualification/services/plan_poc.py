"""Plan a proof of concept for an opportunity."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.reach_milestone import revoke_where_reached
from opportunities.services.telling import tell
from qualification import events
from qualification.models import Poc
from salesops.charter.capacities import VALIDATION_ROLES
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.users.queries import people


def plan_poc(*, actor: Actor, now: datetime, opportunity_id: int, lead_id: int) -> Poc:
    """This function will open a POC led by a person of pre-sales validation; it takes a Tech Win back (domain §4).

    Raises: NotVisible, Refused, Invalid for a lead of another layer, Conflict R28 or where one is open already.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "poc.plan", opportunity)
        require_open(opportunity, "poc.plan")
        if not people(actor).filter(pk=lead_id, role_grants__role__in=VALIDATION_ROLES).exists():
            raise Invalid({"lead": ["A POC is led by a solution engineer or another person of pre-sales validation."]})
        if Poc.objects.filter(opportunity=opportunity).exclude(state__in=["concluded", "abandoned"]).exists():
            raise Conflict(
                "poc_open",
                "This opportunity has an open POC. Nothing was changed.",
                next_action="Go on with it, or abandon it first.",
                action="poc.plan",
                subject=ref(opportunity),
            )
        poc = Poc.objects.create(opportunity=opportunity, lead_id=lead_id, created_at=now)
        tell(opportunity, events.POC_PLANNED, actor=actor, now=now, data={"poc_id": poc.pk, "lead_id": lead_id})
        revoke_where_reached(opportunity, "tech_win", "Another POC was planned.", actor=actor, now=now)
        return poc
