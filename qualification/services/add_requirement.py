"""Write down a requirement of the customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.requirements import KINDS
from qualification.models import Requirement
from qualification.services.alignments import end_alignment
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "scope.edit"
MOST = 200


def add_requirement(*, actor: Actor, now: datetime, opportunity_id: int, kind: str, text: str) -> Requirement:
    """This function will add an open requirement; an aligned group is not aligned any more (domain §4.5).

    Raises: NotVisible, Refused, Conflict R28, Invalid for an unknown kind, no text or too many.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults: dict[str, list[str]] = {}
        if kind not in dict(KINDS):
            faults["kind"] = [f"Choose one of: {', '.join(dict(KINDS))}."]
        if not text.strip():
            faults["text"] = ["Say what they require."]
        if opportunity.requirements.count() >= MOST:
            faults["text"] = [f"A deal has at most {MOST} requirements."]
        if faults:
            raise Invalid(faults)
        row = Requirement.objects.create(
            opportunity=opportunity, kind=kind, text=text.strip(), by_id=actor.person_id, at=now
        )
        data = {"requirement_id": row.pk, "kind": kind, "text": row.text}
        tell(opportunity, events.REQUIREMENT_ADDED, actor=actor, now=now, data=data)
        end_alignment(opportunity, kind, f"A requirement was added: {row.text}", actor=actor, now=now)
        return row
