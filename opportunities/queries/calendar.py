"""What a person's open deals put into their calendar feed: next steps they carry, close dates they own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse

from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from salesops.core.actor import Actor
from salesops.notifications.domain.calendar import CalendarEntry


def calendar_days(actor: Actor, since: date, until: date) -> Iterator[CalendarEntry]:
    """This function will list the days of one's open deals, both ends included; two statements."""
    days = (since, until)
    deals = visible_to(actor).filter(stage_kind="open").select_related("account").order_by("id")
    carried = deals.annotate(carrier=Coalesce("next_step_owner", "owner")).filter(carrier=actor.user_id or 0)
    for step in carried.exclude(next_step="").filter(next_step_date__range=days):
        if step.next_step_date:
            yield _entry(step, "next-step", step.next_step_date, f"{_name(step)}: {step.next_step}", "Next step")
    for deal in deals.filter(owner_id=actor.user_id or 0, close_date__range=days):
        if deal.close_date:
            yield _entry(deal, "close", deal.close_date, f"{_name(deal)} closes", "Close date")


def _name(deal: Opportunity) -> str:
    return deal.account.name if deal.account else deal.name


def _entry(deal: Opportunity, kind: str, day: date, title: str, text: str) -> CalendarEntry:
    path = reverse("opportunities:page", args=[deal.pk])
    return CalendarEntry(f"{kind}-{deal.pk}", day, title, path, f"{text} of {deal.name}")
