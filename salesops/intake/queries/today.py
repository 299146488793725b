"""What of the market surface waits for one person, due first (domain §11.2, §11.7)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from salesops.core.actor import Actor
from salesops.intake.models import Introduction, Lead
from salesops.intake.queries.introductions import UNANSWERED, IntroductionRow, with_answer_clocks
from salesops.intake.queries.listing import WAITING, LeadRow, with_clocks
from salesops.intake.queries.scores import with_score
from salesops.reminders.queries.mine import subjects_told

MOST = 50


def introductions_to_answer(actor: Actor, *, now: datetime) -> list[IntroductionRow]:
    """This function will return the introductions the person reads and has not answered, due first.

    What a reminder of theirs tells already is not told twice.
    """
    rows = _unanswered(actor).exclude(pk__in=subjects_told(actor, "intro_unanswered")).select_related("partner")
    return with_answer_clocks(list(rows.order_by("answer_due", "id")[:MOST]), now=now)


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
    return Introduction.objects.filter(reviewer=actor.user_id or 0, state__in=UNANSWERED)


def _untouched(actor: Actor) -> QuerySet[Lead]:
    return Lead.objects.filter(WAITING, owner=actor.user_id or 0)
