"""Reminders of the next step: that there is one, and that it is done in time (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from opportunities.models import FieldChange
from opportunities.reminders.deals import day, open_deals
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="next_step_missing",
        scope="opportunity",
        title="Next step missing",
        trigger="an open deal without a dated next step",
        stops="the next step is set",
        lanes=(lane("owner", "1 bd", every="1 bd"), lane("manager", "3 bd")),
    )
)
def next_step_missing(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the open deals on which nobody said what happens next, and when."""
    missing = [deal for deal in open_deals(ids) if not deal.next_step or deal.next_step_date is None]
    changes = FieldChange.objects.filter(
        opportunity__in=[deal.id for deal in missing], field__in=("next_step", "next_step_date")
    )
    cleared = dict(changes.values_list("opportunity").annotate(Max("at")))
    for deal in missing:
        since = cleared.get(deal.id, deal.created_at)
        yield deal.matter(
            f"missing:{since:%Y-%m-%dT%H:%M:%S}", since,
            title=f"Say what happens next on {deal.name}", why="The deal has no next step with a date.",
            path=deal.form("next_step"), act="Set a step",
        )  # fmt: skip


@rule(
    Rule(
        key="next_step_overdue",
        scope="opportunity",
        title="Next step overdue",
        trigger="the date of the next step is past",
        stops="the step is done, or has another date with a note",
        lanes=(lane("owner", "0 bd", every="2 bd"), lane("manager", "5 bd")),
    )
)
def next_step_overdue(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find the next steps with a date, due the morning after it; their owner is told."""
    for deal in open_deals(ids):
        if deal.next_step and deal.next_step_date:
            yield deal.matter(
                f"step:{deal.next_step_date}", deal.next_step_date + timedelta(days=1),
                title=f"Do or re-date: {deal.next_step}",
                why=f"The next step of {deal.name} was due on {day(deal.next_step_date, now)}.",
                path=deal.form("next_step_done"), act="Step done",
                people=deal.people | {"owner": (deal.next_step_owner_id or deal.owner_id,)},
            )  # fmt: skip
