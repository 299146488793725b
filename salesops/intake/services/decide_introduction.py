"""What our reviewer does with an introduction: begin, ask, decline; accepting has a file of its own (§11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Invalid
from salesops.intake import events
from salesops.intake.domain.introductions import DECLINE_REASONS, PARTNER_HOURS
from salesops.intake.models import Introduction, IntroductionQuestion
from salesops.intake.services.acting import lock_for_us, require_move, tell
from salesops.intake.services.tell_partner import tell_partner
from salesops.users.queries import calendar_of


def ask_partner(*, actor: Actor, now: datetime, receipt: str, text: str) -> IntroductionQuestion:
    """This function will ask the partner one thing; our clock stands still, theirs has five business days (§11.2).

    Raises: NotVisible; Refused; Conflict in a state that cannot ask; Invalid.
    """
    words = " ".join(text.split())
    if not 10 <= len(words) <= 600:
        raise Invalid({"text": ["Between 10 and 600 characters."]})
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt)
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


def decline_introduction(*, actor: Actor, now: datetime, receipt: str, reason: str, note: str = "") -> Introduction:
    """This function will say no, with a reason of the list; the partner sees the reason and never the note (§11.2).

    Raises: NotVisible; Refused; Conflict; Invalid for an unknown reason.
    """
    wrong = {}
    if reason not in DECLINE_REASONS:
        wrong["reason"] = ["Choose a reason."]
    if len(note) > 1000:
        wrong["note"] = ["At most 1000 characters."]
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt)
        require_move(introduction, "declined")
        introduction.decline_reason, introduction.note = reason, " ".join(note.split())
        introduction.decided_at = introduction.ended_at = now
        introduction.decided_by_id = actor.user_id
        introduction.answered_at = introduction.answered_at or now
        introduction.decline()
        introduction.save()
        tell(introduction, events.INTRO_DECLINED, actor=actor, now=now, data={"reason": reason})
        tell_partner(
            introduction, key="declined", now=now, title=f"{introduction.company} was not accepted",
            body=f"Reason: {DECLINE_REASONS[reason].lower()}.",
        )  # fmt: skip
    return introduction
