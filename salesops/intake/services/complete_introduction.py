"""What a partner does with an introduction after sending it: details, answers, the introduction itself, a way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours, business_hours_between
from salesops.core.errors import Conflict, Invalid
from salesops.intake import events
from salesops.intake.domain.answers import read_details
from salesops.intake.domain.introductions import ANSWER_HOURS, ENDED, RUNNING, WAITING
from salesops.intake.models import Introduction, ProtectionDispute
from salesops.intake.services.acting import lock_own, require_move, require_nda, tell
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.tell_partner import tell_us
from salesops.users.queries import calendar_of

LONGEST_ANSWER = 1000


def add_details(*, actor: Actor, now: datetime, receipt: str, details: Mapping[str, str]) -> Introduction:
    """This function will keep what is asked on the receipt; all of it is optional (domain §11.1).

    Raises: NotVisible; Refused R18; Conflict once it ended; Invalid.
    """
    tidy, faults = read_details(details)
    if faults:
        raise Invalid(faults)
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_nda(actor, introduction.partner, now)
        if introduction.state not in (*WAITING, *RUNNING):
            raise Conflict("state", "This introduction is over.", next_action="Nothing was changed.")
        for name, value in tidy.items():
            setattr(introduction, name, value)
        introduction.save()
        told = sorted(name for name, value in tidy.items() if value)
        tell(introduction, events.INTRO_COMPLETED, actor=actor, now=now, data={"fields": told})
    return introduction


def answer_question(*, actor: Actor, now: datetime, receipt: str, answer: str) -> Introduction:
    """This function will answer the open question; our clock runs on with the time it had left (§11.2).

    Raises: NotVisible; Refused R18; Conflict where nothing is asked; Invalid.
    """
    words = " ".join(answer.split())
    if not 1 <= len(words) <= LONGEST_ANSWER:
        raise Invalid({"answer": [f"Between 1 and {LONGEST_ANSWER} characters."]})
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


def say_made(*, actor: Actor, now: datetime, receipt: str) -> Introduction:
    """This function will say that the partner has put buyer and host in touch (§11.2).

    Raises: NotVisible; Conflict unless it is accepted.
    """
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_move(introduction, "introduced")
        introduction.introduced_at = now
        introduction.make()
        introduction.save()
        tell(introduction, events.INTRO_MADE, actor=actor, now=now, data={"host_id": introduction.host_id})
        tell_us(
            introduction, key="made", to=introduction.host_id, now=now,
            title=f"{introduction.buyer_name} of {introduction.company} was introduced to you",
            body=f"{introduction.partner.name} says that you are in touch. Log the first conversation.",
        )  # fmt: skip
    return introduction


def withdraw_introduction(*, actor: Actor, now: datetime, receipt: str) -> Introduction:
    """This function will take an introduction back; its protection ends with it (§11.4).

    Raises: NotVisible; Conflict once it ended.
    """
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_move(introduction, "withdrawn")
        introduction.ended_at = now
        introduction.withdraw()
        introduction.save()
        end_protection(introduction, reason="withdrawn", actor=actor, now=now)
        tell(introduction, events.INTRO_WITHDRAWN, actor=actor, now=now, data={})
        tell_us(
            introduction, key="withdrawn", to=introduction.host_id or introduction.reviewer_id, now=now,
            title=f"{introduction.company} was withdrawn",
            body=f"{introduction.partner.name} took {introduction.receipt} back.",
        )  # fmt: skip
    return introduction


def raise_dispute(*, actor: Actor, now: datetime, receipt: str, words: str) -> ProtectionDispute:
    """This function will put on record that the partner disagrees with a decision (§11.3).

    Raises: NotVisible; Conflict where nothing was decided against them, or a dispute is open; Invalid.
    """
    tidy = " ".join(words.split())
    if not 20 <= len(tidy) <= LONGEST_ANSWER:
        raise Invalid({"words": [f"Between 20 and {LONGEST_ANSWER} characters."]})
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        if introduction.state not in ENDED or introduction.disputes.filter(settled_at__isnull=True).exists():
            raise Conflict("dispute", "There is no decision to dispute now.", next_action="Nothing was changed.")
        dispute = ProtectionDispute.objects.create(
            introduction=introduction,
            partner=introduction.partner,
            words=tidy,
            raised_by_id=actor.person_id,
            raised_at=now,
        )
        tell(introduction, events.DISPUTE_RAISED, actor=actor, now=now, data={"dispute_id": dispute.pk, "words": tidy})
        manager = introduction.partner.manager_id or introduction.reviewer_id
        tell_us(
            introduction, key=f"dispute:{dispute.pk}", to=manager, now=now,
            title=f"Settle the dispute over {introduction.company}", body=tidy,
        )  # fmt: skip
    return dispute
