"""Reminders of deals that stay in a stage longer than its benchmark (domain §12)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from opportunities.reminders.deals import day, open_deals
from salesops.reminders.domain.rules import Matter, Rule, lane
from salesops.reminders.registry import rule


@rule(
    Rule(
        key="stage_aging",
        scope="opportunity",
        title="Too long in a stage",
        trigger="as many days in the stage as its benchmark says, and half as many more",
        stops="the deal moves",
        lanes=(lane("owner", "100 %", "150 %"), lane("manager", "150 %")),
    )
)
def stage_aging(ids: Sequence[int], now: datetime) -> Iterable[Matter]:
    """This function will find since when the open deals are in a stage that has a benchmark."""
    for deal in open_deals(ids):
        benchmark = deal.in_stage.benchmark_days
        if benchmark:
            yield deal.matter(
                f"stage:{deal.stage_seq}", deal.stage_entered_at,
                title=f"Move {deal.name} on from {deal.in_stage.label}",
                why=f"It is there since {day(deal.stage_entered_at, now)}; the benchmark is {benchmark} days.",
                path=deal.form("move"), act="See the gate",
                allowance=timedelta(days=benchmark),
            )  # fmt: skip
