"""Co-sign a level 3: a second person's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from opportunities.services.locking import facts_of, lock_opportunity, ref, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.meddpicc import BY_KEY, COSIGNED, HIGHEST
from qualification.models import Cosignature
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "meddpicc.cosign"


def cosign(*, actor: Actor, now: datetime, opportunity_id: int, component: str) -> Cosignature:
    """This function will co-sign the newest assessment of a component at level 3 (domain §1.4.6).

    Raises: NotVisible, Refused (R15 for the person who set it), Conflict where nothing awaits a co-signer.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        if component not in BY_KEY:
            raise Invalid({"component": [f"Choose one of: {', '.join(BY_KEY)}."]})
        newest = opportunity.assessments.filter(component=component).order_by("-id").first()
        set_by = newest.set_by_id if newest else None
        require(actor, ACTION, replace(facts_of(opportunity, actor), component=component, set_by_id=set_by))
        require_open(opportunity, ACTION)
        awaits = newest is not None and newest.level == HIGHEST and component in COSIGNED
        if newest is None or not awaits or hasattr(newest, "cosignature"):
            raise Conflict(
                "nothing_to_cosign",
                f"{BY_KEY[component].label} has no level 3 that awaits a co-signer.",
                next_action="Look at the component again.",
                action=ACTION,
                subject=ref(opportunity),
            )
        row = Cosignature.objects.create(assessment=newest, by_id=actor.person_id, at=now)
        data = {"component": component, "assessment_id": newest.pk}
        tell(opportunity, events.COSIGNED, actor=actor, now=now, data=data)
        return row
