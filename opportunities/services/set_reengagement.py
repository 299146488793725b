"""Choose another day to try a lost customer again, or none."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, ref, require_action
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "opp.reengage"


def set_reengagement(*, actor: Actor, now: datetime, opportunity_id: int, on: date | None) -> Opportunity:
    """This function will set the day on which a lost customer is tried again; None says never (domain §2.6).

    Raises: NotVisible, Refused, Conflict where the deal is not lost, Invalid for a day that is past.
    """
    with transaction.atomic():
        lost = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, lost)
        if lost.stage_kind != "lost":
            raise Conflict(
                "not_lost", f"{lost.name} is not lost.", next_action="Set its next step.",
                action=ACTION, subject=ref(lost),
            )  # fmt: skip
        if on is not None and on < now.date():
            raise Invalid({"on": ["Choose a day that is still to come."]})
        lost.reengage_on, lost.is_reengage_never = on, on is None
        lost.save(update_fields=["reengage_on", "is_reengage_never"])
        tell(lost, events.REENGAGEMENT_SET, actor=actor, now=now, data={"on": on.isoformat() if on else None})
        return lost
