"""What people write into an offer before the price book is asked, and what can be wrong with it (domain §6.3, §7.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opportunities.domain.kinds import Choices
from opportunities.domain.offer_words import (
    BILLING,
    CHANNELS,
    CHARGES,
    CLAUSES,
    KINDS,
    MARKETPLACES,
    PAPER,
)

Faults = dict[str, list[str]]
LONGEST_VALIDITY_DAYS = 365
LARGEST = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class TermsInput:
    """The terms all options share. Fees are percent of the value."""

    currency: str
    valid_until: date
    paper: str = "ours"
    clauses: tuple[str, ...] = ()
    channel: str = "direct_signature"
    marketplace: str = ""
    marketplace_fee: Decimal = Decimal(0)
    partner_fee: Decimal = Decimal(0)
    legal_entity: str = ""


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line as written: a `code` of the price book, or a custom item with its own words and prices.

    A catalogue line takes name, kind, charge, list price and cost from the book; `unit_net` is what we ask.
    """

    unit_net: Decimal
    code: str = ""
    quantity: Decimal = Decimal(1)
    name: str = ""
    detail: str = ""
    kind: str = "services"
    charge: str = "one_time"
    unit_list: Decimal = Decimal(0)
    unit_cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class OptionInput:
    """One option as written, with all its lines in their order."""

    letter: str
    term_months: int
    payment_days: int
    billing: str
    lines: tuple[LineInput, ...]
    is_split_payment: bool = False


def terms_faults(terms: TermsInput, *, today: date) -> Faults:
    """This function will list what is wrong with the shared terms, by field."""
    faults: Faults = {}
    for name, value, choices in (
        ("paper", terms.paper, PAPER),
        ("channel", terms.channel, CHANNELS),
        ("marketplace", terms.marketplace, [("", ""), *MARKETPLACES]),
    ):
        _choose(faults, name, value, choices)
    if unknown := set(terms.clauses) - set(dict(CLAUSES)):
        faults["clauses"] = [f"There is no clause {', '.join(sorted(unknown))}."]
    if terms.channel == "marketplace" and not terms.marketplace:
        faults["marketplace"] = ["Name the marketplace."]
    if terms.channel != "marketplace" and terms.marketplace:
        faults["marketplace"] = ["Only the marketplace channel names a marketplace."]
    for name, fee in (("marketplace_fee", terms.marketplace_fee), ("partner_fee", terms.partner_fee)):
        if not 0 <= fee <= 100:
            faults[name] = ["A fee is 0 to 100 percent."]
    if not 0 <= (terms.valid_until - today).days <= LONGEST_VALIDITY_DAYS:
        faults["valid_until"] = [f"An offer is valid from today up to {LONGEST_VALIDITY_DAYS} days."]
    return faults


def option_faults(option: OptionInput, *, codes: Collection[str]) -> Faults:
    """This function will list what is wrong with an option, by field; `codes` are those of the price book."""
    faults: Faults = {}
    _choose(faults, "billing", option.billing, BILLING)
    if not 1 <= option.term_months <= 120:
        faults["term_months"] = ["The term is 1 to 120 months."]
    if not 0 <= option.payment_days <= 365:
        faults["payment_days"] = ["Payment is due within 0 to 365 days."]
    for position, line in enumerate(option.lines):
        for field, text in _line_faults(line, codes):
            faults[f"lines.{position}.{field}"] = [text]
    return faults


def _line_faults(line: LineInput, codes: Collection[str]) -> Iterable[tuple[str, str]]:
    if line.code and line.code not in codes:
        yield "code", f"The price book has no {line.code}."
    if not line.code and not line.name.strip():
        yield "name", "Choose from the price book, or name the item."
    if not line.code and (line.kind not in dict(KINDS) or line.charge not in dict(CHARGES)):
        yield "kind", "Say whether it is software or services, and recurring or one-time."
    if line.quantity <= 0:
        yield "quantity", "The quantity is more than nothing."
    for field in ("quantity", "unit_net", "unit_list", "unit_cost"):
        value: Decimal = getattr(line, field)
        if not value.is_finite() or not 0 <= value < LARGEST:
            yield field, "The value must be 0 or more, and below 10,000,000,000."


def _choose(faults: Faults, name: str, value: str, choices: Choices) -> None:
    if value not in dict(choices):
        faults[name] = [f"Choose one of: {', '.join(key for key, _ in choices if key)}."]
