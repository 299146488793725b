"""What of the market surface waits for one person, due first (domain §11.2, §11.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from salesops.core.actor import Actor
from salesops.intake.domain.touch_clock import TouchClock, touch_clock
from salesops.intake.models import Introduction, Lead
from salesops.intake.queries.listing import WAITING, LeadRow, with_clocks
from salesops.intake.queries.scores import with_score
from salesops.reminders.queries.mine import subjects_told
from salesops.users.queries import calendar_of

MOST = 50


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An introduction with the clock of our first word on it, in the reader's business hours."""

    introduction: Introduction
    clock: TouchClock


def introductions_to_answer(actor: Actor, *, now: datetime) -> list[Unanswered]:
    """This function will return the introductions the person reads and has not answered, due first.

    What a reminder of theirs tells already is not told twice.
    """
    rows = _unanswered(actor).exclude(pk__in=subjects_told(actor, "intro_unanswered")).select_related("partner")
    found = list(rows.order_by("answer_due", "id")[:MOST])
    calendar = calendar_of(actor.user_id) if found else None
    return [
        Unanswered(row, touch_clock(row.submitted_at, row.answer_due, now, calendar=calendar))
        for row in found
        if calendar and row.submitted_at and row.answer_due
    ]


def leads_to_touch(actor: Actor, *, now: datetime) -> list[LeadRow]:
    """This function will return the person's leads that wait for a first touch by a clock, due first.

    What a reminder of theirs tells already is not told twice.
    """
    rows = with_score(_untouched(actor).exclude(pk__in=subjects_told(actor, "lead_untouched")), now)
    found = list(rows.order_by("due_at", "id")[:MOST])
    return with_clocks(found, now=now) if found else []


def introductions_count(actor: Actor) -> int:
    """This function will count the introductions the person reads and has not answered."""
    return _unanswered(actor).count()


def leads_count(actor: Actor) -> int:
    """This function will count the person's leads that wait for a first touch by a clock."""
    return _untouched(actor).count()


def _unanswered(actor: Actor) -> QuerySet[Introduction]:
    return Introduction.objects.filter(reviewer=actor.user_id or 0, state__in=("submitted", "in_review"))


def _untouched(actor: Actor) -> QuerySet[Lead]:
    return Lead.objects.filter(WAITING, owner=actor.user_id or 0)
