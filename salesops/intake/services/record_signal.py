"""Record something a lead did."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.intake.domain.leads import PARKED
from salesops.intake.domain.scoring import SIGNALS
from salesops.intake.events import LEAD_SIGNALLED
from salesops.intake.models import Lead
from salesops.intake.services.first_touch import start_clock
from salesops.intake.services.open_lead import NewSignal, add_signals
from salesops.intake.services.writing import (
    lock_lead,
    move,
    require_lead_action,
    require_not_converted,
    save,
    tell,
)


def record_signal(*, actor: Actor, now: datetime, lead_id: int, signal: NewSignal) -> Lead:
    """This function will add to a lead's behaviour; a lead that rested is open again (domain §11.7).

    Raises: NotVisible; Refused; Conflict once it is converted; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id)
        if actor.via != "system":
            require_lead_action(actor, "lead.create", lead)
        require_not_converted(lead)
        add_signals(lead, [signal], actor=actor, now=now)
        if lead.status in PARKED:
            move(lead, "open", reason=f"{SIGNALS[signal.kind][0]}.", actor=actor, now=now)
        start_clock(lead, now=now)
        save(lead)
        data = {"kind": signal.kind, "asset_id": signal.asset_id, "status": lead.status}
        tell(lead, LEAD_SIGNALLED, data, actor=actor, now=now)
    return lead
