"""What kind of customer an account is: by rule from what it bought, or as a person says until a day (domain §9.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

PROSPECT, COMMIT, FORMER = "prospect", "commit", "former"
# Paid usage without an agreement is told apart (plg) once usage is kept; until then nobody can be it.
KINDS = {PROSPECT: "Prospect", COMMIT: "Committed customer", FORMER: "Former customer"}
CONTEXTS = {
    PROSPECT: ("Match with our profile", "Finding the pain", "Proving the use case"),
    COMMIT: ("Prepare the renewal", "Look for expansion", "Deepen the relationship"),
    FORMER: ("Win back",),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing bought: its name, its first and its last day."""

    name: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Override:
    """A person's word: the kind, until which day inclusive, why, who and when."""

    kind: str
    until: date
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Customer:
    """The kind that counts, and the sentence that says why; `override` is the word it rests on, if it does."""

    kind: str
    sentence: str
    override: Override | None = None

    @property
    def label(self) -> str:
        """The words for the kind."""
        return KINDS[self.kind]

    @property
    def context(self) -> tuple[str, ...]:
        """What a deal with such a customer is about."""
        return CONTEXTS[self.kind]


def classify_customer(terms: Sequence[Term], overrides: Sequence[Override], today: date) -> Customer:
    """This function will return what an account is today: as a person last said until a day, else by rule.

    `overrides` come in the order in which they were said; the newest counts alone.
    """
    newest = next((each for each in reversed(overrides) if each.on <= today), None)
    if newest and today <= newest.until:
        return Customer(newest.kind, f"Set by {newest.by} until {_day(newest.until)}: {newest.reason}", newest)
    return _by_rule(terms, today)


def _by_rule(terms: Sequence[Term], today: date) -> Customer:
    begun = [each for each in terms if each.since <= today]
    last = max(begun, key=lambda each: each.until, default=None)
    if last is None:
        return Customer(PROSPECT, "It has never had an agreement with us.")
    if last.until >= today:
        return Customer(COMMIT, f"Its agreement {last.name} runs until {_day(last.until)}.")
    return Customer(FORMER, f"Its last agreement {last.name} ended on {_day(last.until)}; none runs now.")


def history(terms: Sequence[Term], overrides: Sequence[Override], today: date) -> list[tuple[date, Customer]]:
    """This function will list what the account was from which day on, newest first, each only where it changed."""
    after = timedelta(days=1)
    days = {each.since for each in terms} | {each.until + after for each in terms}
    days |= {each.on for each in overrides} | {each.until + after for each in overrides}
    found: list[tuple[date, Customer]] = []
    for day in sorted(each for each in days if each <= today):
        now = classify_customer(terms, overrides, day)
        if not found or (found[-1][1].kind, found[-1][1].override) != (now.kind, now.override):
            found.append((day, now))
    return found[::-1]


def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"
