"""Answer our question on an introduction; our clock runs on (domain §11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours, business_hours_between
from salesops.core.errors import Conflict
from salesops.intake import events
from salesops.intake.domain.introductions import ANSWER_HOURS
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_own, read_words, require_nda, tell
from salesops.intake.services.tell_partner import tell_us
from salesops.users.queries import calendar_of


def answer_question(*, actor: Actor, now: datetime, receipt: str, answer: str) -> Introduction:
    """This function will answer the open question; our clock runs on with the time it had left (§11.2).

    Raises: NotVisible; Refused R18; Conflict where nothing is asked; Invalid.
    """
    words = read_words(answer, "answer", least=1, most=1000)
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_nda(actor, introduction.partner, now)
        question = introduction.questions.filter(answered_at__isnull=True).first()
        if question is None or introduction.state != "needs_info":
            raise Conflict("no_question", "Nothing is asked any more.", next_action="Nothing was changed.")
        question.answer, question.answered_at = words, now
        question.save(update_fields=["answer", "answered_at"])
        calendar = calendar_of(introduction.reviewer_id)
        due = introduction.answer_due or now
        left = max(business_hours_between(question.asked_at, due, calendar=calendar), 0.0)
        introduction.answer_due = add_business_hours(now, min(left, ANSWER_HOURS), calendar=calendar)
        introduction.review()
        introduction.save()
        tell(introduction, events.INTRO_ANSWERED, actor=actor, now=now, data={"question_id": question.pk})
        tell_us(
            introduction, key=f"answer:{question.pk}", to=introduction.reviewer_id, now=now,
            title=f"Read the answer on {introduction.company}", body=words,
        )  # fmt: skip
    return introduction
