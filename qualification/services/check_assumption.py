"""Validate or reject an assumption of the proposal, or open it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.telling import tell
from qualification import events
from qualification.models import AssumptionCheck
from qualification.services.validation_locking import lock_deal, newest_version, require_words
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "validation.decide"
STATES = ("open", "validated", "rejected")


def check_assumption(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    text: str,
    state: str,
    evidence: str = "",
    number: int | None = None,
) -> AssumptionCheck:
    """This function will write down what was found about an assumption of the newest version (domain §1.6).

    It goes with the words: the same assumption in a later version keeps what was found. `number` is the version read.

    Raises: NotVisible, Refused (R15 on one's own deal), Conflict, Invalid without evidence or for other words,
    StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_deal(actor, opportunity_id, ACTION)
        version = newest_version(opportunity, ACTION, number=number)
        if text not in version.terms["assumptions"]:
            raise Invalid({"text": ["Choose an assumption of the newest version."]})
        if state not in STATES:
            raise Invalid({"state": [f"Choose one of: {', '.join(STATES)}."]})
        words = evidence.strip() if state == "open" else require_words("evidence", evidence)
        row = AssumptionCheck.objects.create(
            opportunity=opportunity, text=text, state=state, evidence=words, by_id=actor.person_id, at=now
        )
        data = {"text": text, "state": state, "evidence": words}
        tell(opportunity, events.ASSUMPTION_CHECKED, actor=actor, now=now, data=data)
        return row
