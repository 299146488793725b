"""An offer as it is typed, judged before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from opportunities.domain.offer_marks import OfferMarks, OptionMarks, judge_offer
from opportunities.domain.offer_writing import LineInput, OptionInput, TermsInput
from opportunities.domain.offers import Line, OfferTerms, Option
from opportunities.models import Offer, PriceBookEntry
from opportunities.queries.offer_terms import terms_of
from opportunities.queries.offers import find_offer, price_book_in_force
from opportunities.queries.rates import rate_for
from salesops.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Checked:
    """One option as typed, with its marks."""

    offer: Offer
    option: Option
    marks: OfferMarks

    @property
    def option_marks(self) -> OptionMarks:
        """The marks of the option."""
        return self.marks.option(self.option.letter)


def check_unsaved(
    actor: Actor, pk: int, number: int, *, terms: TermsInput, option: OptionInput, now: datetime
) -> Checked:
    """This function will judge an offer with one option and its terms as they are typed (domain §6.3).

    Raises: NotVisible, Refused where the person sees only summaries.
    """
    deal, offer = find_offer(actor, pk, number)
    entries = {entry.code: entry for entry in price_book_in_force(actor, terms.currency, now=now)}
    typed = _option(option, entries)
    whole = _with_option(_with_terms(terms_of(offer.pk), terms), typed)
    return Checked(offer, typed, judge_offer(whole, rate_for(deal, terms.currency, now=now), now))


def _with_terms(saved: OfferTerms, typed: TermsInput) -> OfferTerms:
    return replace(
        saved,
        currency=typed.currency,
        paper=typed.paper,
        clauses=tuple(sorted(typed.clauses)),
        channel=typed.channel,
        marketplace=typed.marketplace,
        marketplace_fee=typed.marketplace_fee,
        partner_fee=typed.partner_fee,
        legal_entity=typed.legal_entity,
        valid_until=typed.valid_until,
    )


def _with_option(terms: OfferTerms, typed: Option) -> OfferTerms:
    return replace(terms, options=tuple(typed if each.letter == typed.letter else each for each in terms.options))


def _option(option: OptionInput, entries: Mapping[str, PriceBookEntry]) -> Option:
    lines = tuple(_line(position, line, entries) for position, line in enumerate(option.lines, start=1))
    return Option(
        option.letter, option.term_months, option.payment_days, option.is_split_payment, option.billing, lines
    )


def _line(position: int, line: LineInput, entries: Mapping[str, PriceBookEntry]) -> Line:
    source = entries.get(line.code) or line
    return Line(
        position=position,
        code=line.code,
        name=source.name,
        kind=source.kind,
        charge=source.charge,
        quantity=line.quantity,
        unit_list=source.unit_list,
        unit_net=line.unit_net,
        unit_cost=source.unit_cost,
    )
