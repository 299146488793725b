"""Keep a question of the customer in the log."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.attest import pointer_faults
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.requirements import QUESTION_KINDS
from qualification.models import Question
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "poc.plan"


def ask_question(
    *, actor: Actor, now: datetime, opportunity_id: int, kind: str, text: str, contact_id: int
) -> Question:
    """This function will add a question that a contact asked; it is open until answered (domain §4.7).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults = pointer_faults(actor, opportunity, contact_id=contact_id, activity_id=None, document_id=None)
        if kind not in dict(QUESTION_KINDS):
            faults["kind"] = [f"Choose one of: {', '.join(dict(QUESTION_KINDS))}."]
        if not text.strip():
            faults["text"] = ["Write the question."]
        if faults:
            raise Invalid(faults)
        row = Question.objects.create(
            opportunity=opportunity, kind=kind, text=text.strip(), contact_id=contact_id, by_id=actor.person_id, at=now
        )
        data = {"question_id": row.pk, "kind": kind, "text": row.text, "contact_id": contact_id}
        tell(opportunity, events.QUESTION_ASKED, actor=actor, now=now, data=data)
        return row
