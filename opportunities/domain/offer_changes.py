"""What changed between two versions of an offer, number by number (domain §6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from opportunities.domain.kinds import label
from opportunities.domain.offer_words import BILLING, CHANNELS, CLAUSES, MARKETPLACES, PAPER
from opportunities.domain.offers import Line, OfferTerms, Option


@dataclass(frozen=True, slots=True)
class Change:
    """One number or word, before and after; where it did not change, both are the same."""

    place: str
    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


def offer_changes(before: OfferTerms, after: OfferTerms) -> list[Change]:
    """This function will lay two versions of an offer side by side: shared terms first, then option by option."""
    found = list(_shared(before, after))
    earlier = {option.letter: option for option in before.options}
    later = {option.letter: option for option in after.options}
    for letter in sorted(earlier | later):
        found += _option(f"Option {letter}", earlier.get(letter), later.get(letter))
    return found


def _shared(before: OfferTerms, after: OfferTerms) -> Iterator[Change]:
    for words, old, new in (
        ("Currency", before.currency, after.currency),
        ("Valid until", _day(before), _day(after)),
        ("Their legal entity", before.legal_entity, after.legal_entity),
        ("Closing channel", label(CHANNELS, before.channel), label(CHANNELS, after.channel)),
        ("Marketplace", _word(MARKETPLACES, before.marketplace), _word(MARKETPLACES, after.marketplace)),
        ("Paper", label(PAPER, before.paper), label(PAPER, after.paper)),
        ("Clauses", _clauses(before), _clauses(after)),
        ("Marketplace fee", _percent(before.marketplace_fee), _percent(after.marketplace_fee)),
        ("Partner fee", _percent(before.partner_fee), _percent(after.partner_fee)),
    ):
        yield Change("All options", words, old, new)


def _option(place: str, before: Option | None, after: Option | None) -> Iterator[Change]:
    earlier, later = _numbers(before), _numbers(after)
    for words in [*earlier, *(each for each in later if each not in earlier)]:
        yield Change(place, words, earlier.get(words, "–"), later.get(words, "–"))


def _numbers(option: Option | None) -> dict[str, str]:
    if option is None:
        return {}
    terms = {
        "Term": f"{option.term_months} months",
        "Payment": f"{option.payment_days} days{', in parts' if option.is_split_payment else ''}",
        "Billing": label(BILLING, option.billing),
        "ACV": f"{option.acv:,.2f}",
        "Total contract value": f"{option.tcv:,.2f}",
        "Discount off list": _percent(option.discount),
    }
    return terms | {line.name: _line(line) for line in option.lines}


def _line(line: Line) -> str:
    return f"{line.quantity.normalize():f} × {line.unit_net:,.2f} ({_percent(line.discount)} off)"


def _day(terms: OfferTerms) -> str:
    return f"{terms.valid_until:%-d %b %Y}" if terms.valid_until else "–"


def _word(choices: list[tuple[str, str]], key: str) -> str:
    return label(choices, key) if key else "–"


def _clauses(terms: OfferTerms) -> str:
    return ", ".join(label(CLAUSES, key) for key in terms.clauses) or "Standard"


def _percent(value: Decimal) -> str:
    return f"{value:.1f}%"
