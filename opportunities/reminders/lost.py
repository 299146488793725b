"""The reminder to take a lost deal up again (domain §2.6, §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from opportunities.models import Activity, Opportunity
from opportunities.reminders.deals import day, deals
from salesops.outbox.domain.delivery import EventFact
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="reengage_due",
        scope="opportunity",
        title="Time to try again",
        trigger="the day set to try a lost customer again",
        stops="an activity is logged from that day on, another day is set, or a new deal is opened",
        lanes=(lane("owner", "0 bd"),),
    )
)
def reengage_due(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the lost deals with the day to try again, until somebody did."""
    contacted = Activity.objects.filter(opportunity=OuterRef("pk"), happened_at__date__gte=OuterRef("reengage_on"))
    again = Opportunity.objects.filter(reengagement_of=OuterRef("pk"))
    waiting = Q(~Exists(contacted), ~Exists(again), stage_kind="lost", reengage_on__isnull=False)
    for deal in deals(ids, waiting):
        if deal.reengage_on:
            yield deal.matter(
                f"again:{deal.reengage_on}", deal.reengage_on,
                title=f"Try {deal.name} again",
                why=f"When it was lost, {day(deal.reengage_on, now)} was set as the day to try again.",
                path=deal.form("reengage"), act="Try again",
            )  # fmt: skip


def deal_and_the_one_before(event: EventFact) -> Iterable[int]:
    """This function will return a new deal and the lost one it takes up again, whose reminder it settles."""
    old = Opportunity.objects.filter(pk=event.subject.id).values_list("reengagement_of", flat=True).first()
    return [event.subject.id, *([old] if old else [])]
