"""Write down what was measured for a success criterion."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from opportunities.services.telling import tell
from qualification import events
from qualification.domain.success_plan import terms_from_data
from qualification.models import Measurement
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import lock_poc, require_state
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "poc.record_result"


def measure(*, actor: Actor, now: datetime, poc_id: int, criterion: str, value: Decimal, note: str = "") -> Measurement:
    """This function will add a measured value, in the criterion's unit; the newest one counts (domain §4.3).

    Only pre-sales validation measures. A relationship criterion is a MEDDPICC level and is not measured here.

    Raises: NotVisible, Refused, Conflict unless the POC runs, Invalid for another criterion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION)
        require_state(poc, opportunity, ACTION, "running")
        plan = current_plan(poc)
        criteria = terms_from_data(plan.terms).criteria if plan else ()
        known = {each.key for each in criteria if each.category != "relationship"}
        if criterion not in known:
            raise Invalid({"criterion": [f"Choose one of: {', '.join(sorted(known)) or 'none is written'}."]})
        row = Measurement.objects.create(
            poc=poc, criterion=criterion, value=value, note=note.strip(), by_id=actor.person_id, at=now
        )
        data = {"poc_id": poc.pk, "criterion": criterion, "value": str(value)}
        tell(opportunity, events.POC_MEASURED, actor=actor, now=now, data=data)
        return row
