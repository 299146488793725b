"""Offers of a deal as its pages show them: one version with its marks, its cover and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from opportunities.domain.commercial import CommercialStanding, Cover
from opportunities.domain.offer_marks import OfferMarks, OptionMarks, judge_offer
from opportunities.domain.offer_words import DRAFT, LETTERS
from opportunities.domain.offers import OfferTerms, Option
from opportunities.models import Offer, OfferLine, Opportunity, PriceBook, PriceBookEntry, Quote
from opportunities.queries.detail import may
from opportunities.queries.offer_terms import fingerprint_of, terms_of
from opportunities.queries.rates import rate_for
from opportunities.queries.visible import get_visible
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.process.domain.registry import load_facts

ACTIONS = ("opp.edit_commercial", "approval.submit", "quote.issue")


@dataclass(frozen=True, slots=True)
class OfferPage:
    """One version of a deal's offer. `option` is the one that is looked at; `lines` are its rows with their words."""

    opportunity: Opportunity
    offer: Offer
    versions: list[Offer]
    terms: OfferTerms
    fingerprint: str
    option: Option
    lines: list[OfferLine]
    marks: OfferMarks
    standing: CommercialStanding
    quotes: list[Quote]
    may: Mapping[str, Any]

    @property
    def cover(self) -> Cover:
        """How this version stands to its approval."""
        return self.standing.cover(self.offer.pk)

    @property
    def option_marks(self) -> OptionMarks:
        """The marks of the option that is looked at."""
        return self.marks.option(self.option.letter)

    @property
    def is_editable(self) -> bool:
        """Whether the person may write this version now."""
        allowed: bool = self.may["opp_edit_commercial"].allowed
        return allowed and self.offer.state == DRAFT and self.opportunity.is_open and not self.standing.is_locked

    @property
    def previous(self) -> Offer | None:
        """The version before this one."""
        return next((each for each in self.versions if each.number < self.offer.number), None)

    @property
    def has_room(self) -> bool:
        """Whether another option fits."""
        return len(self.terms.options) < len(LETTERS)

    @property
    def rows(self) -> list[tuple[OfferLine, Any, Any]]:
        """Each line with its numbers and its mark."""
        by_position = {line.position: line for line in self.option.lines}
        marks = self.option_marks.lines
        return [(line, by_position[line.position], marks.get(line.position)) for line in self.lines]


def offer_page(actor: Actor, pk: int, number: int, *, now: datetime, letter: str = "") -> OfferPage:
    """This function will read one version with everything its page shows (interface §2; domain §6.3, §6.5).

    `letter` chooses the option; the customer's choice, else the first, where it is not offered.

    Raises: NotVisible, Refused where the person sees only summaries.
    """
    deal = get_visible(actor, pk)
    versions = list(deal.offers.select_related("created_by", "presented_by", "selected_option").order_by("-number"))
    offer = next((each for each in versions if each.number == number), None)
    if offer is None:
        raise NotVisible("not_found", f"{deal.name} has no offer v{number}.", next_action="Open the deal's offers.")
    terms = terms_of(offer.pk)
    chosen = offer.selected_option.letter if offer.selected_option else terms.options[0].letter
    option = next((each for each in terms.options if each.letter == letter), terms.option(chosen))
    lines = OfferLine.objects.filter(option__offer=offer, option__letter=option.letter).select_related("entry")
    standing = load_facts("opportunity", [pk], now)[pk].part(CommercialStanding)
    return OfferPage(
        opportunity=deal,
        offer=offer,
        versions=versions,
        terms=terms,
        fingerprint=fingerprint_of(offer.pk),
        option=option,
        lines=list(lines.order_by("position")),
        marks=judge_offer(terms, rate_for(deal, terms.currency, now=now), now),
        standing=standing,
        quotes=list(offer.quotes.select_related("issued_by", "document").order_by("-id")),
        may=may(actor, deal, *ACTIONS),
    )


def find_offer(actor: Actor, pk: int, number: int) -> tuple[Opportunity, Offer]:
    """This function will return a deal and one version of its offer. Raises: NotVisible, Refused."""
    deal = get_visible(actor, pk)
    offer = deal.offers.filter(number=number).first()
    if offer is None:
        raise NotVisible("not_found", f"{deal.name} has no offer v{number}.", next_action="Open the deal's offers.")
    return deal, offer


def offers_of(actor: Actor, pk: int) -> QuerySet[Offer]:
    """This function will return the versions of a deal's offer. Raises: NotVisible, Refused."""
    return get_visible(actor, pk).offers.select_related("selected_option")


def quotes_of(actor: Actor, pk: int, number: int) -> QuerySet[Quote]:
    """This function will return the quotes made from a version, newest first. Raises: NotVisible, Refused."""
    _, offer = find_offer(actor, pk, number)
    return offer.quotes.select_related("offer", "option").order_by("-id")


def newest_number(actor: Actor, pk: int) -> int | None:
    """This function will return the number of a deal's newest offer, or None. Raises: NotVisible, Refused."""
    return get_visible(actor, pk).offers.order_by("-number").values_list("number", flat=True).first()


def terms_of_version(actor: Actor, pk: int, number: int) -> OfferTerms:
    """This function will read the terms of one version of a deal's offer. Raises: NotVisible, Refused."""
    return terms_of(find_offer(actor, pk, number)[1].pk)


def price_book_in_force(actor: Actor, currency: str, *, now: datetime) -> list[PriceBookEntry]:
    """This function will list what the price book of a currency offers today, by name."""
    book = PriceBook.objects.filter(currency=currency, valid_from__lte=now.date()).order_by("-valid_from").first()
    return list(book.entries.order_by("charge", "name")) if book else []
