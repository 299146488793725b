"""Hand in an introduction: by a partner's person, their system, or an invited referrer (domain §11.1–§11.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from salesops.accounts.models import Partner
from salesops.accounts.services.write_account import known_countries
from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Conflict, Invalid
from salesops.intake import events
from salesops.intake.domain.answers import read_answers
from salesops.intake.domain.findings import verdict_of
from salesops.intake.domain.introductions import ANSWER_HOURS
from salesops.intake.models import Introduction
from salesops.intake.queries.findings import findings_for
from salesops.intake.services.acting import lock_buyer, lock_draft, partner_of, require_nda, tell
from salesops.intake.services.choose_reviewer import choose_reviewer
from salesops.intake.services.tell_partner import tell_partner, tell_us
from salesops.users.queries import calendar_of
from salesops.web.services.count_attempt import Limit, count_attempt

# A partner brings a few buyers a day; whoever sends more tries names out.
MOST_A_DAY = Limit(most=40, seconds=24 * 3600)


def submit_introduction(
    *, actor: Actor, now: datetime, answers: Mapping[str, str], receipt: str = "", channel: str = "portal"
) -> Introduction:
    """This function will hand in what a partner's person or system answered, with an instant verdict (§11.1, §11.3).

    `receipt` names the draft it comes from, if any. The verdict is the same for everything our records may hold.

    Raises: NotVisible; Refused R18 without a valid agreement; Invalid with every complaint; Conflict where it was
    sent already, or for too many a day.
    """
    with transaction.atomic():
        if receipt:
            introduction = lock_draft(actor, receipt)
            partner = introduction.partner
        else:
            partner = partner_of(actor)
            introduction = Introduction(partner=partner, created_at=now)
        introduction.channel = channel
        introduction.submitted_by_id = actor.user_id
        require_nda(actor, partner, now)
        send(introduction, partner, actor=actor, now=now, answers=answers)
    return introduction


def send(
    introduction: Introduction, partner: Partner, *, actor: Actor, now: datetime, answers: Mapping[str, str]
) -> None:
    """This function will read the answers into a new or locked introduction, check it, and put it before a reviewer.

    Raises: Invalid; Conflict for too many a day.
    """
    sent, faults = read_answers(answers, today=now.date(), countries=known_countries())
    if sent is None:
        raise Invalid(faults)
    if not count_attempt(f"introductions:{partner.pk}", MOST_A_DAY).is_allowed:
        raise Conflict(
            "too_many_today", "Your company sent as many introductions today as we take.", next_action="Go on tomorrow."
        )
    for name, value in asdict(sent).items():
        setattr(introduction, name, value)
    introduction.draft = {}
    introduction.submitted_at = introduction.saved_at = now
    introduction.reviewer_id = choose_reviewer(introduction, partner, now)
    calendar = calendar_of(introduction.reviewer_id)
    introduction.answer_due = add_business_hours(now, ANSWER_HOURS, calendar=calendar)
    lock_buyer(introduction.domain, introduction.buyer_email)
    introduction.verdict = verdict_of(findings_for(introduction, now))
    introduction.send()
    introduction.save()
    introduction.read_version()
    _tell(introduction, partner, actor=actor, now=now)


def _tell(introduction: Introduction, partner: Partner, *, actor: Actor, now: datetime) -> None:
    """Put it on record, and tell the partner and the reviewer."""
    data = {
        "company": introduction.company,
        "channel": introduction.channel,
        "verdict": introduction.verdict,
        "reviewer_id": introduction.reviewer_id,
        "has_promised": introduction.has_promised,
    }
    tell(introduction, events.INTRO_SUBMITTED, actor=actor, now=now, data=data)
    tell_partner(
        introduction,
        key="sent",
        title=f"We have {introduction.company}: {introduction.receipt}",
        body="You get a first answer within two business days. Until then give no prices, dates or technical advice.",
        now=now,
    )
    tell_us(
        introduction,
        key="sent",
        to=introduction.reviewer_id,
        title=f"Read the introduction of {introduction.company}",
        body=f"{partner.name} introduces {introduction.buyer_name}.",
        now=now,
    )
