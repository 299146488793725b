"""Hygiene: what a well-kept open deal does not have (domain §9.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesops.process.domain.gate import Fix

IDLE_DAYS = 14
OVER_BENCHMARK = 1.5
# From this probability on (Propose of the standard process) two contacts are wanted.
CONTACTS_FROM = 50
CONTACTS = 2


class Qualification:
    """What hygiene asks of a deal's qualification; a higher room loads a subclass of it."""

    @property
    def stale(self) -> tuple[tuple[str, str], ...]:
        """The components that count less than was said, by key and label."""
        return ()


@dataclass(frozen=True, slots=True)
class HygieneFacts:
    """What the checks read; days are calendar days, `stage_order` starts at 1, `probability` in percent.

    `last_sign_of_life` is the day of the newest activity, or of the deal's own beginning where there is none.
    """

    today: date
    stage_order: int
    probability: int
    days_in_stage: int
    benchmark_days: int | None
    amount: Decimal
    close_date: date | None
    next_step: str
    next_step_date: date | None
    last_sign_of_life: date
    contacts: int
    stale: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not kept up: a stable key, one sentence, and the act that mends it."""

    key: str
    sentence: str
    fix: Fix


# Key -> what the list of findings calls it.
FINDINGS = {
    "no_next_step": "No next step",
    "next_step_overdue": "Next step overdue",
    "close_date_past": "Close date past",
    "amount_empty": "No amount",
    "idle": "No activity",
    "few_contacts": "Too few contacts",
    "slow": "Over the benchmark",
    "stale": "MEDDPICC stale",
}


def findings_of(facts: HygieneFacts) -> list[Finding]:
    """This function will list what is not kept up on an open deal, each with the act that mends it (domain §9.5)."""
    return [found for check in _CHECKS if (found := check(facts))]


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _no_next_step(facts: HygieneFacts) -> Finding | None:
    if facts.next_step and facts.next_step_date:
        return None
    return Finding("no_next_step", "There is no dated next step.", Fix("next_step", "Set a step"))


def _next_step_overdue(facts: HygieneFacts) -> Finding | None:
    if not facts.next_step or facts.next_step_date is None or facts.next_step_date >= facts.today:
        return None
    late = _days((facts.today - facts.next_step_date).days)
    return Finding("next_step_overdue", f"The next step is {late} overdue.", Fix("next_step", "Move it"))


def _close_date_past(facts: HygieneFacts) -> Finding | None:
    if facts.close_date is None or facts.close_date >= facts.today:
        return None
    late = _days((facts.today - facts.close_date).days)
    return Finding(
        "close_date_past", f"The close date passed {late} ago.", Fix("edit_core", "Set a date", "close_date")
    )


def _amount_empty(facts: HygieneFacts) -> Finding | None:
    if facts.stage_order < 2 or facts.amount:
        return None
    return Finding("amount_empty", "There is no amount.", Fix("edit_commercial", "Add amounts", "recurring"))


def _idle(facts: HygieneFacts) -> Finding | None:
    silent = (facts.today - facts.last_sign_of_life).days
    if silent <= IDLE_DAYS:
        return None
    return Finding("idle", f"No activity for {_days(silent)}.", Fix("log_activity", "Log one"))


def _few_contacts(facts: HygieneFacts) -> Finding | None:
    if facts.probability < CONTACTS_FROM or facts.contacts >= CONTACTS:
        return None
    known = "Nobody is" if facts.contacts == 0 else "Only one contact is"
    sentence = f"{known} named; from {CONTACTS_FROM}% on two are wanted."
    return Finding("few_contacts", sentence, Fix("add_stakeholder", "Add a person"))


def _slow(facts: HygieneFacts) -> Finding | None:
    if facts.benchmark_days is None or facts.days_in_stage <= OVER_BENCHMARK * facts.benchmark_days:
        return None
    sentence = f"{_days(facts.days_in_stage)} in the stage; the benchmark is {facts.benchmark_days}."
    return Finding("slow", sentence, Fix("move", "See the gate"))


def _stale(facts: HygieneFacts) -> Finding | None:
    if not facts.stale:
        return None
    names = ", ".join(label for _, label in facts.stale)
    return Finding("stale", f"MEDDPICC is stale: {names}.", Fix("assess", "Re-confirm", facts.stale[0][0]))


_CHECKS: tuple[Callable[[HygieneFacts], Finding | None], ...] = (
    _no_next_step,
    _next_step_overdue,
    _close_date_past,
    _amount_empty,
    _idle,
    _few_contacts,
    _slow,
    _stale,
)
