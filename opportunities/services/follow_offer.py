"""Let the deal's money follow the offer the customer sees: one truth for pipeline, approval and paper."""

from __future__ import annotations

from datetime import datetime

from opportunities import events
from opportunities.domain.offers import OfferTerms
from opportunities.models import Offer, Opportunity
from opportunities.queries.offer_terms import terms_of
from opportunities.services.pricing import price
from opportunities.services.telling import plain, tell
from salesops.core.actor import Actor
from salesops.process.queries import definition_of

MONEY = ("recurring", "one_time", "term_months", "currency")
_PRICED = [*MONEY, "tcv", "acv", "amount", "rate", "rate_date", "amount_reporting", "updated_at"]


def follow_option(opportunity: Opportunity, offer: Offer, letter: str, *, actor: Actor, now: datetime) -> None:
    """This function will set the deal's money to one option of its offer (domain §10.1).

    The first option there is counts where `letter` is not offered. Raises: Invalid if the currency has no rate.
    """
    terms: OfferTerms = terms_of(offer.pk)
    option = next((each for each in terms.options if each.letter == letter), terms.options[0])
    wanted = {
        "recurring": option.recurring,
        "one_time": option.one_time,
        "term_months": option.term_months,
        "currency": terms.currency,
    }
    changed = {name: value for name, value in wanted.items() if getattr(opportunity, name) != value}
    if not changed:
        return
    told = (*changed, "amount")
    before = {name: plain(getattr(opportunity, name)) for name in told}
    for name, value in changed.items():
        setattr(opportunity, name, value)
    price(opportunity, definition_of(opportunity.definition_id), now=now)
    opportunity.updated_at = now
    opportunity.save(update_fields=_PRICED)
    opportunity.version += 1
    after = {name: plain(getattr(opportunity, name)) for name in told}
    data = {"before": before, "after": after, "reason": f"Offer v{offer.number}, option {option.letter}"}
    tell(opportunity, events.AMENDED, actor=actor, now=now, data=data)
