"""Ask the partner one thing about an introduction (domain §11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours
from salesops.intake import events
from salesops.intake.domain.introductions import PARTNER_HOURS
from salesops.intake.models import IntroductionQuestion
from salesops.intake.services.acting import lock_for_us, read_words, require_move, tell
from salesops.intake.services.tell_partner import tell_partner
from salesops.users.queries import calendar_of


def ask_partner(
    *, actor: Actor, now: datetime, receipt: str, text: str, version: int | None = None
) -> IntroductionQuestion:
    """This function will ask the partner one thing; our clock stands still, theirs has five business days (§11.2).

    Raises: NotVisible; StaleVersion; Refused; Conflict in a state that cannot ask; Invalid.
    """
    words = read_words(text, "text", least=10)
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt, version)
        require_move(introduction, "needs_info")
        due = add_business_hours(now, PARTNER_HOURS, calendar=calendar_of(introduction.submitted_by_id))
        question = IntroductionQuestion.objects.create(
            introduction=introduction, partner_id=introduction.partner_id, text=words, by_id=actor.person_id,
            asked_at=now, due_at=due,
        )  # fmt: skip
        introduction.answered_at = introduction.answered_at or now
        introduction.ask()
        introduction.save()
        data = {"question_id": question.pk, "due_at": due.isoformat()}
        tell(introduction, events.INTRO_ASKED, actor=actor, now=now, data=data)
        tell_partner(
            introduction, key=f"asked:{question.pk}", now=now,
            title=f"One question about {introduction.company}", body=words,
        )  # fmt: skip
    return question
