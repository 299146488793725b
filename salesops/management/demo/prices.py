"""The demo company's price books, and what some of its open deals offer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from approvals.domain.lifecycle import approval_ends
from opportunities.domain.offer_writing import LineInput, OptionInput, TermsInput
from opportunities.models import Offer
from opportunities.services.create_offer import create_offer
from opportunities.services.offer_options import add_option
from opportunities.services.publish_price_book import EntryInput, publish_price_book
from opportunities.services.write_offer import write_offer
from salesops.core.actor import Actor
from salesops.management.demo.scene import Scene

BOOK_DAYS_AGO = 800
# code, name, detail, kind, charge, list, cost; in USD, a recurring unit a year.
CATALOGUE = [
    ("QRY-10", "Halden Query commit", "10 TB-months a month", "software", "recurring", 7_000, 1_900),
    ("SUP-PREM", "Premium support", "24/7, named engineer", "services", "recurring", 12_500, 6_200),
    ("NET-PRIV", "Private networking", "One region", "software", "recurring", 18_000, 4_000),
    ("ONB-DAY", "Onboarding day", "With a solutions engineer", "services", "one_time", 1_900, 1_150),
    ("CRT-DEV", "Device certification", "One device model, level 3", "services", "one_time", 42_000, 25_000),
    ("EDG-SITE", "Halden Edge site", "Connectivity and updates", "software", "recurring", 2_400, 600),
    ("HUB-YEAR", "Community hub", "Hosted, 50 seats", "software", "recurring", 12_000, 3_500),
]
FACTORS = {"USD": Decimal(1), "EUR": Decimal("0.9"), "INR": Decimal(84)}


def publish_price_books(operations: Actor, now: datetime) -> None:
    """Publish a list in every currency the company sells in."""
    before = now - timedelta(days=BOOK_DAYS_AGO)
    for currency, factor in FACTORS.items():
        entries = [
            EntryInput(code, name, kind, charge, listed * factor, cost * factor, detail)
            for code, name, detail, kind, charge, listed, cost in CATALOGUE
        ]
        publish_price_book(
            actor=operations, now=before, name="Standard", currency=currency, valid_from=before.date(), entries=entries
        )


def draft_an_offer(scene: Scene) -> None:
    """Draft an offer worth the deal's amount: the row's `offer` says how far below list, and its other terms."""
    asked: dict[str, Any] = scene.row.get("offer", {})
    currency = scene.row.get("cur", "USD")
    discount = Decimal(asked.get("discount", 8))
    days_ago = asked.get("days_ago", 3)
    number = create_offer(**scene.known(days_ago + 1)).number
    known = {**scene.known(days_ago), "number": number}
    first_asked = in_this_quarter(scene.now - timedelta(days=max(days_ago, 6)), scene.now)
    terms = TermsInput(
        currency=currency,
        valid_until=min((scene.now + timedelta(days=24)).date(), approval_ends(first_asked.date())),
        paper=asked.get("paper", "ours"),
        channel=asked.get("channel", "direct_signature"),
        marketplace=asked.get("marketplace", ""),
        marketplace_fee=Decimal(3) if asked.get("marketplace") else Decimal(0),
        legal_entity=f"{scene.row['account']} Ltd",
    )
    lines = _lines(Decimal(scene.row["amount"]), discount, FACTORS[currency])
    option = OptionInput("A", asked.get("term", 12), asked.get("pay", 30), "annual", lines)
    write_offer(**known, terms=terms, option=option)
    if asked.get("options", 1) > 1:
        add_option(**known, copy_of="A")
        shorter = _lines(Decimal(scene.row["amount"]), min(discount, Decimal(8)), FACTORS[currency])
        write_offer(**known, terms=terms, option=OptionInput("B", 12, 30, "annual", shorter))


def in_this_quarter(then: datetime, now: datetime) -> datetime:
    """Return a moment of the past, not before the quarter began: an approval ends with its quarter (§6.5)."""
    began = now.replace(month=now.month - (now.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0)
    return max(then, began)


def reprice_an_offer(*, actor: Actor, opportunity_id: int, now: datetime, discount: Decimal) -> None:
    """Give the first option of a deal's newest offer another discount on its recurring lines."""
    offer = Offer.objects.filter(opportunity=opportunity_id).latest("number")
    option = offer.options.get(letter="A")
    lines = tuple(
        LineInput(
            round(each.unit_list * (100 - discount) / 100, 2) if each.charge == "recurring" else each.unit_net,
            code=each.entry.code if each.entry else "",
            quantity=each.quantity,
        )
        for each in option.lines.select_related("entry").order_by("position")
    )
    fields = "currency valid_until paper channel marketplace marketplace_fee legal_entity".split()
    terms = TermsInput(**{name: getattr(offer, name) for name in fields})
    written = OptionInput("A", option.term_months, option.payment_days, option.billing, lines)
    write_offer(actor=actor, now=now, opportunity_id=opportunity_id, number=offer.number, terms=terms, option=written)


def _lines(amount: Decimal, discount: Decimal, factor: Decimal) -> tuple[LineInput, ...]:
    """Support and as many commits as the amount needs at the discount, and five days of onboarding at list."""
    prices = {code: listed * factor for code, _, _, _, _, listed, _ in CATALOGUE}
    share = (100 - discount) / 100
    commits = max(1, round((amount / share - prices["SUP-PREM"]) / prices["QRY-10"]))
    return (
        LineInput(round(prices["QRY-10"] * share, 2), code="QRY-10", quantity=Decimal(commits)),
        LineInput(round(prices["SUP-PREM"] * share, 2), code="SUP-PREM"),
        LineInput(round(prices["ONB-DAY"], 2), code="ONB-DAY", quantity=Decimal(5)),
    )
