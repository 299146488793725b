"""Set a quote as a PDF: every number in it is read from the terms the database fingerprints."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from opportunities.domain.kinds import label
from opportunities.domain.offer_words import BILLING, CHANNELS, CLAUSES, MARKETPLACES, PAPER
from opportunities.domain.offers import RECURRING, Line, OfferTerms, Option

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "opportunities" / "quote.typ"


@dataclass(frozen=True, slots=True)
class QuotePaper:
    """What the paper says besides the terms. `details` are the lines' small print by position."""

    number: str
    seller: str
    buyer: str
    subject: str
    issued_on: date
    valid_until: date
    fingerprint: str
    details: dict[int, str]


def set_quote(paper: QuotePaper, terms: OfferTerms, letter: str) -> bytes:
    """This function will set one option of an offer as a PDF (domain §7.1, step 3).

    The same values give the same page; the file holds the day of issue, not the second.
    """
    option = terms.option(letter)
    quote = {
        "number": paper.number,
        "seller": paper.seller,
        "buyer": paper.buyer,
        "subject": paper.subject,
        "fingerprint": paper.fingerprint,
        "facts": [
            ("Issued", f"{paper.issued_on:%-d %B %Y}"),
            ("Valid until", f"{paper.valid_until:%-d %B %Y}"),
            ("Term", f"{option.term_months} months"),
            ("Currency", terms.currency),
        ],
        "lines": [_line(line, paper.details.get(line.position, "")) for line in option.lines],
        "sums": [("Recurring, a year", _money(option.recurring_per_year)), ("One-time", _money(option.one_time))],
        "total": (f"Total over {option.term_months} months, {terms.currency}", _money(option.tcv)),
        "terms": _sentences(terms, option),
    }
    made: bytes = typst.compile(str(TEMPLATE), sys_inputs={"quote": json.dumps(quote)})
    return made


def _line(line: Line, detail: str) -> dict[str, Any]:
    return {
        "name": line.name,
        "detail": detail,
        "quantity": f"{line.quantity.normalize():f}",
        "list": _money(line.unit_list),
        "price": _money(line.unit_net),
        "sum": _money(line.net),
        "per_year": line.charge == RECURRING,
    }


def _sentences(terms: OfferTerms, option: Option) -> list[str]:
    parts = " in parts" if option.is_split_payment else ""
    channel = label(CHANNELS, terms.channel)
    where = f"{channel}: {label(MARKETPLACES, terms.marketplace)}" if terms.marketplace else channel
    clauses = ", ".join(label(CLAUSES, key) for key in terms.clauses)
    return [
        f"Payment{parts} within {option.payment_days} days of the invoice. {label(BILLING, option.billing)}.",
        f"Closing by {where[0].lower()}{where[1:]}. {label(PAPER, terms.paper)}.",
        f"Clauses agreed beyond our standard: {clauses}." if clauses else "Our standard clauses.",
        "Prices are net of taxes.",
    ]


def _money(value: Decimal) -> str:
    return f"{value:,.2f}"
