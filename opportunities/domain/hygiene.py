"""Hygiene: what a well-kept open deal does not have (domain §9.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

IDLE_DAYS = 14
OVER_BENCHMARK = 1.5


@dataclass(frozen=True, slots=True)
class HygieneFacts:
    """What the checks read; days are calendar days, `stage_order` starts at 1."""

    today: date
    stage_order: int
    days_in_stage: int
    benchmark_days: int | None
    amount: Decimal
    close_date: date | None
    next_step: str
    next_step_date: date | None
    last_activity: date | None
    stakeholders: int
    is_contact_stage: bool
    stale_components: int


def hygiene_fails(facts: HygieneFacts) -> list[str]:
    """This function will list what is wrong with an open deal, in words (domain §9.5)."""
    checks = [
        (not facts.next_step or facts.next_step_date is None, "No dated next step"),
        (facts.next_step_date is not None and facts.next_step_date < facts.today, "Next step overdue"),
        (facts.close_date is not None and facts.close_date < facts.today, "Close date past"),
        (facts.stage_order >= 2 and facts.amount == 0, "Amount empty"),
        (_idle(facts), f"No activity for {IDLE_DAYS} days"),
        (facts.is_contact_stage and facts.stakeholders < 2, "Fewer than two contacts"),
        (_slow(facts), "In the stage longer than 1.5 × the benchmark"),
        (facts.stale_components > 0, "MEDDPICC stale"),
    ]
    return [words for fails, words in checks if fails]


def _idle(facts: HygieneFacts) -> bool:
    return facts.last_activity is None or (facts.today - facts.last_activity).days > IDLE_DAYS


def _slow(facts: HygieneFacts) -> bool:
    return facts.benchmark_days is not None and facts.days_in_stage > OVER_BENCHMARK * facts.benchmark_days
