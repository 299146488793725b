"""Set-up of price books and offers through services; Owen keeps the prices, the deal's owner offers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from opportunities.domain.offer_writing import LineInput, OptionInput, TermsInput
from opportunities.domain.offers import OfferTerms
from opportunities.models import Offer, PriceBook
from opportunities.queries.offer_terms import terms_of
from opportunities.services.create_offer import create_offer
from opportunities.services.offer_options import add_option
from opportunities.services.publish_price_book import EntryInput, publish_price_book
from opportunities.services.write_offer import write_offer
from tests.cast import Cast
from tests.story import Deal

COMMIT = EntryInput("QRY-COMMIT", "Halden Query commit", "software", "recurring", Decimal(420_000), Decimal(110_000))
SUPPORT = EntryInput("SUP-PREM", "Premium support", "services", "recurring", Decimal(63_000), Decimal(30_000))
ONBOARDING = EntryInput("ONB-12", "Onboarding", "services", "one_time", Decimal(60_000), Decimal(37_200))
ENTRIES = (COMMIT, SUPPORT, ONBOARDING)


def publish_prices(cast: Cast, currency: str = "USD", **more: Any) -> PriceBook:
    """Publish the price book of a currency."""
    now = timezone.now()
    given = {"name": "Standard", "currency": currency, "valid_from": now.date(), "entries": ENTRIES, **more}
    return publish_price_book(actor=cast.owen, now=now, **given)


def line(entry: EntryInput, discount: int | str = 0, quantity: int = 1) -> LineInput:
    """Return a catalogue line at a discount in percent."""
    return LineInput(
        code=entry.code,
        quantity=Decimal(quantity),
        unit_net=round(entry.unit_list * (100 - Decimal(discount)) / 100, 2),
    )


@dataclass
class Pricing:
    """A deal with a price book, and what its owner offers."""

    deal: Deal
    number: int = field(init=False)

    def __post_init__(self) -> None:
        if not PriceBook.objects.exists():
            publish_prices(self.deal.cast)
        self.number = create_offer(**self.deal.known()).number
        self.write()

    def known(self, who: str = "") -> dict[str, Any]:
        """Return what every service about the offer is called with."""
        return {**self.deal.known(self.deal.cast.actor(who) if who else None), "number": self.number}

    @property
    def offer(self) -> Offer:
        """The offer as the database has it now."""
        return Offer.objects.get(opportunity=self.deal.id, number=self.number)

    @property
    def terms(self) -> OfferTerms:
        """Its terms."""
        return terms_of(self.offer.pk)

    def terms_input(self, **more: Any) -> TermsInput:
        """Return plain terms with some of them changed."""
        until = (self.deal.now + timedelta(days=20)).date()
        return replace(TermsInput(currency="USD", valid_until=until, legal_entity="Fjordline Telecom AS"), **more)

    def option_input(self, letter: str = "A", *lines: LineInput, **more: Any) -> OptionInput:
        """Return an option of 36 months at list price, or with other lines and terms."""
        plain = OptionInput(letter, 36, 30, "annual", lines or (line(COMMIT), line(SUPPORT), line(ONBOARDING)))
        return replace(plain, **more)

    def write(self, *lines: LineInput, letter: str = "A", who: str = "", terms: Any = None, **option: Any) -> Offer:
        """Write the terms and one option."""
        return write_offer(
            **self.known(who),
            terms=self.terms_input(**(terms or {})),
            option=self.option_input(letter, *lines, **option),
        )

    def add_option(self, copy_of: str = "A") -> str:
        """Add an option and return its letter."""
        return add_option(**self.known(), copy_of=copy_of).letter
