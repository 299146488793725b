"""Reminders of the close date: that it can be kept, that it is not past, that it is not pushed again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from opportunities.domain.closing_set import TALKS_PERCENT
from opportunities.models import FieldChange
from opportunities.reminders.deals import day, open_deals
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule

# Two pushes within so many days are one too many (domain §9.2, §12).
PUSHED_WITHIN = timedelta(days=60)


@rule(
    Rule(
        key="close_date_soon",
        scope="opportunity",
        title="Close date near",
        trigger="the close date is at most seven days away and the talks about terms have not begun",
        stops="the deal reaches the talks, or has another close date",
        lanes=(lane("owner", "-7 d"), lane("manager", "-2 d")),
    )
)
def close_date_soon(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the deals that are to close before anybody negotiated."""
    for deal in open_deals(ids, Q(close_date__isnull=False, probability__lt=TALKS_PERCENT)):
        if deal.close_date:
            yield deal.matter(
                f"close:{deal.close_date}", deal.close_date,
                title=f"Move {deal.name} on or give it a later close date",
                why=f"Its close date is {day(deal.close_date, now)}, and it is still in {deal.in_stage.label}.",
                path=deal.form("edit", focus="close_date"), act="Set a date",
            )  # fmt: skip


@rule(
    Rule(
        key="close_date_past",
        scope="opportunity",
        title="Close date past",
        trigger="the close date of an open deal is past",
        stops="it has another close date, or is closed",
        lanes=(lane("owner", "1 bd", every="3 bd"), lane("manager", "5 bd")),
    )
)
def close_date_past(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the close dates of open deals, due the business day after."""
    for deal in open_deals(ids, Q(close_date__isnull=False)):
        if deal.close_date:
            yield deal.matter(
                f"close:{deal.close_date}", deal.close_date,
                title=f"Give {deal.name} a new close date or close it",
                why=f"It was to close on {day(deal.close_date, now)} and is still in {deal.in_stage.label}.",
                path=deal.form("edit", focus="close_date"), act="Set a date",
            )  # fmt: skip


@rule(
    Rule(
        key="close_date_pushed",
        scope="opportunity",
        title="Close date pushed again",
        trigger="the close date was moved to a later day for the second time in 60 days",
        stops="you have read it",
        lanes=(lane("manager", "0 bd"),),
        is_notice=True,
    )
)
def close_date_pushed(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the newest second push of each deal; the next pair begins after it."""
    pushes: dict[int, list[FieldChange]] = {}
    changes = FieldChange.objects.filter(
        opportunity__in=ids, opportunity__stage_kind="open", field="close_date", new__gt=F("old")
    )
    for change in changes.order_by("at", "id"):
        pushes.setdefault(change.opportunity_id, []).append(change)
    second = {deal_id: newest for deal_id, found in pushes.items() if (newest := _second(found))}
    for deal in open_deals(second):
        push = second[deal.id]
        before, after = (day(date.fromisoformat(str(value)), now) for value in (push.old, push.new))
        yield deal.matter(
            f"pushed:{push.pk}", push.at,
            title=f"Ask {deal.owner_name} what holds {deal.name} up",
            why=f"Its close date moved from {before} to {after}, the second time within 60 days.", act="See the deal",
        )  # fmt: skip


def _second(pushes: Sequence[FieldChange]) -> FieldChange | None:
    """Return the newest push that follows another within 60 days; what made a pair begins no other."""
    first: FieldChange | None = None
    newest = None
    for push in pushes:
        if first is not None and push.at - first.at <= PUSHED_WITHIN:
            newest, first = push, None
        else:
            first = push
    return newest
