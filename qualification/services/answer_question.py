"""Answer a question of the customer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.models import Question
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible

ACTION = "poc.plan"


def answer_question(*, actor: Actor, now: datetime, question_id: int, answer: str) -> Question:
    """This function will record what the customer was answered, by whom and when; once (domain §4.7).

    Raises: NotVisible, Refused, Conflict R28, Invalid without words or where it is answered already.
    """
    with transaction.atomic():
        row = Question.objects.filter(pk=question_id).first()
        if row is None:
            raise NotVisible("not_found", f"There is no question {question_id} for you.")
        opportunity = lock_opportunity(actor, row.opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        row.refresh_from_db()
        if row.answered_at is not None:
            raise Invalid({"answer": ["It is answered already; ask again if the answer has changed."]})
        if not answer.strip():
            raise Invalid({"answer": ["Write what they were answered."]})
        row.answer, row.answered_by_id, row.answered_at = answer.strip(), actor.person_id, now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        data = {"question_id": row.pk, "kind": row.kind, "answer": row.answer}
        tell(opportunity, events.QUESTION_ANSWERED, actor=actor, now=now, data=data)
        return row
