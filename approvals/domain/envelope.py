"""The limits an approval fixes, and whether terms lie inside them: computed, never flagged (domain §6.5).

SQL twins: `offer_envelope()` and `envelope_outside()` in migrations/0004_cover.sql. Better for us stays inside:
less discount, a higher price, earlier payment, lower fees, our own paper, fewer clauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from opportunities.domain.amounts import rounded
from opportunities.domain.commercial import Limit
from opportunities.domain.offer_words import BILLING, CHANNELS, CLAUSES, MARKETPLACES, PAPER
from opportunities.domain.offers import Line, OfferTerms, Option

PAPER_RANK = {key: rank for rank, (key, _) in enumerate(PAPER)}
_FOUR_DIGITS = Decimal("0.0001")
# An offer that grows by more than a quarter is another deal: whoever approved it looks again.
_GROWTH = Decimal("1.25")
_SAME = {
    "currency": "Currency",
    "channel": "Channel",
    "marketplace": "Marketplace",
    "legal_entity": "Legal entity",
    "scope": "Scope",
}
_FEES = {"marketplace_fee": "Marketplace fee", "partner_fee": "Partner fee"}
_WORDS = {"channel": dict(CHANNELS), "marketplace": dict(MARKETPLACES)}


@dataclass(frozen=True, slots=True)
class OptionLimits:
    """The limits of one price option; `line_discounts` holds the greatest discount of each line, in percent."""

    letter: str
    min_term: int
    max_term: int
    max_payment_days: int
    may_split: bool
    billing: str
    max_discount: Decimal
    min_net: Decimal
    max_net: Decimal
    line_discounts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was approved: no offer may be shown that passes one of its limits."""

    same: Mapping[str, str]
    paper: str
    clauses: tuple[str, ...]
    fees: Mapping[str, Decimal]
    valid_until: date
    options: Mapping[str, OptionLimits]

    @classmethod
    def of(cls, terms: OfferTerms, *, expires_on: date) -> Envelope:
        """This function will fix the limits of the terms as they are; no offer outlives the approval."""
        return cls(
            same={key: getattr(terms, key) for key in _SAME},
            paper=terms.paper,
            clauses=terms.clauses,
            fees={key: getattr(terms, key) for key in _FEES},
            valid_until=expires_on,
            options={option.letter: _limits_of(option) for option in terms.options},
        )

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Envelope:
        """This function will read what the database's `offer_envelope()` wrote."""
        return cls(
            same={key: found[key] for key in _SAME},
            paper=found["paper"],
            clauses=tuple(found["clauses"]),
            fees={key: Decimal(found[key]) for key in _FEES},
            valid_until=date.fromisoformat(found["valid_until"]),
            options={letter: _read_limits(letter, limits) for letter, limits in found["options"].items()},
        )

    def limits(self, terms: OfferTerms) -> tuple[Limit, ...]:
        """This function will hold the terms against every limit, in a fixed order."""
        return tuple(self._of_offer(terms)) + tuple(
            limit for option in terms.options for limit in self._of_option(option)
        )

    def outside(self, terms: OfferTerms) -> tuple[str, ...]:
        """This function will name the limits the terms pass; none of them means covered."""
        return tuple(limit.key for limit in self.limits(terms) if not limit.is_inside)

    def _of_offer(self, terms: OfferTerms) -> Iterator[Limit]:
        for key, label in _SAME.items():
            approved, now = self.same[key], getattr(terms, key)
            words = _WORDS.get(key, {})
            yield Limit(key, label, _shown(words.get(approved, approved)), _shown(words.get(now, now)), approved == now)
        inside = PAPER_RANK[terms.paper] <= PAPER_RANK[self.paper]
        yield Limit("paper", "Paper", dict(PAPER)[self.paper], dict(PAPER)[terms.paper], inside)
        inside = set(terms.clauses) <= set(self.clauses)
        yield Limit("clauses", "Clauses", _clauses(self.clauses), _clauses(terms.clauses), inside)
        for key, label in _FEES.items():
            now = getattr(terms, key)
            yield Limit(key, label, f"{self.fees[key]}%", f"{now}%", now <= self.fees[key])
        inside = terms.valid_until is not None and terms.valid_until <= self.valid_until
        now = terms.valid_until.isoformat() if terms.valid_until else "–"
        yield Limit("valid_until", "Valid until", self.valid_until.isoformat(), now, inside)

    def _of_option(self, option: Option) -> Iterator[Limit]:
        letter, now = option.letter, _limits_of(option)
        if letter not in self.options:
            yield Limit(f"{letter}.option", f"Option {letter}", "–", "new", is_inside=False)
            return
        old = self.options[letter]
        term = f"{old.min_term} months" if old.min_term == old.max_term else f"{old.min_term}–{old.max_term} months"
        inside = old.min_term <= option.term_months <= old.max_term
        yield Limit(f"{letter}.term", f"{letter} term", term, f"{option.term_months} months", inside)
        inside = option.payment_days <= old.max_payment_days
        approved = f"{old.max_payment_days} days"
        yield Limit(f"{letter}.payment_days", f"{letter} payment", approved, f"{option.payment_days} days", inside)
        inside = old.may_split or not option.is_split_payment
        split = {True: "split", False: "at once"}
        yield Limit(
            f"{letter}.split", f"{letter} instalments", split[old.may_split], split[option.is_split_payment], inside
        )
        billing = dict(BILLING)
        inside = option.billing == old.billing
        yield Limit(f"{letter}.billing", f"{letter} billing", billing[old.billing], billing[option.billing], inside)
        approved, shown = f"{old.max_discount:.1f}%", f"{now.max_discount:.1f}%"
        inside = now.max_discount <= old.max_discount
        yield Limit(f"{letter}.discount", f"{letter} discount", approved, shown, inside)
        inside = now.min_net >= old.min_net
        yield Limit(f"{letter}.net", f"{letter} price", f"{old.min_net:,}", f"{now.min_net:,}", inside)
        inside = now.min_net <= old.max_net
        yield Limit(f"{letter}.growth", f"{letter} growth", f"≤ {old.max_net:,}", f"{now.min_net:,}", inside)
        yield _lines(letter, old, now)


def line_key(line: Line) -> str:
    """This function will name a line as an approval knows it: the catalogue's code, or the words of a custom item."""
    return f"{line.code or 'custom:' + line.name}/{line.charge}"


def _lines(letter: str, old: OptionLimits, now: OptionLimits) -> Limit:
    passed = [
        key
        for key, discount in sorted(now.line_discounts.items())
        if key not in old.line_discounts or discount > old.line_discounts[key]
    ]
    worst = passed[0] if passed else ""
    approved = f"{old.line_discounts[worst]:.1f}%" if worst in old.line_discounts else "as approved"
    shown = f"{worst.rpartition('/')[0]} at {now.line_discounts[worst]:.1f}%" if worst else "as approved"
    return Limit(f"{letter}.lines", f"{letter} lines", approved, shown, not passed)


def _limits_of(option: Option) -> OptionLimits:
    discounts: dict[str, Decimal] = {}
    for line in option.lines:
        key, discount = line_key(line), _four(line.discount)
        discounts[key] = max(discount, discounts.get(key, discount))
    return OptionLimits(
        letter=option.letter,
        min_term=option.term_months,
        max_term=option.term_months,
        max_payment_days=option.payment_days,
        may_split=option.is_split_payment,
        billing=option.billing,
        max_discount=_four(option.discount),
        min_net=option.net_total,
        max_net=rounded(option.net_total * _GROWTH),
        line_discounts=discounts,
    )


def _read_limits(letter: str, found: Mapping[str, Any]) -> OptionLimits:
    return OptionLimits(
        letter=letter,
        min_term=found["min_term"],
        max_term=found["max_term"],
        max_payment_days=found["max_payment_days"],
        may_split=found["may_split"],
        billing=found["billing"],
        max_discount=Decimal(found["max_discount"]),
        min_net=Decimal(found["min_net"]),
        max_net=Decimal(found["max_net"]),
        line_discounts={key: Decimal(value) for key, value in found["lines"].items()},
    )


def _four(percent: Decimal) -> Decimal:
    return percent.quantize(_FOUR_DIGITS, rounding=ROUND_HALF_UP)


def _shown(text: str) -> str:
    return text or "–"


def _clauses(keys: tuple[str, ...]) -> str:
    words = dict(CLAUSES)
    return ", ".join(words.get(key, key) for key in keys) or "standard"
