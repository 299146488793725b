"""Make the private offer on a marketplace from the signed quote: finance's act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from opportunities import events
from opportunities.domain.terms import ClosingFacts
from opportunities.models import Closing, MarketplaceOffer, Opportunity, Quote
from opportunities.queries.offer_terms import terms_of
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.process.domain.registry import load_facts

ACTION = "marketplace.offer_create"
EXPIRES_IN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NewMarketplaceOffer:
    """The offer's own number and address there, and its last day: 30 days ahead unless said otherwise."""

    reference: str
    url: str
    expires_on: date | None = None


def create_marketplace_offer(
    *, actor: Actor, now: datetime, opportunity_id: int, new: NewMarketplaceOffer
) -> MarketplaceOffer:
    """This function will record the private offer, with price, term and currency of the signed quote (§7.1, step 4).

    Raises: NotVisible, Refused, Conflict (R28, `no_signed_quote`, `offer_open`), Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        quote, closing = _signed_quote(opportunity, now)
        if opportunity.marketplace_offers.filter(withdrawn_at=None).exists():
            raise _cannot(opportunity, "offer_open", "there is one already", "Withdraw it first, with a reason.")
        _check(new, now)
        option = next(each for each in terms_of(quote.offer_id).options if each.letter == quote.option.letter)
        row = MarketplaceOffer.objects.create(
            opportunity=opportunity,
            quote=quote,
            marketplace=quote.offer.marketplace,
            reference=new.reference.strip(),
            url=new.url,
            buyer_account=closing.buyer_account,
            price=option.net_total,
            currency=quote.offer.currency,
            term_months=option.term_months,
            expires_on=new.expires_on or (now + EXPIRES_IN).date(),
            created_by_id=actor.person_id,
            created_at=now,
        )
        data = {"reference": row.reference, "quote": quote.number, "expires_on": row.expires_on.isoformat()}
        tell(opportunity, events.MARKETPLACE_OFFER_MADE, actor=actor, now=now, data=data)
        return row


def _signed_quote(opportunity: Opportunity, now: datetime) -> tuple[Quote, Closing]:
    known = load_facts("opportunity", [opportunity.pk], now)[opportunity.pk].part(ClosingFacts)
    there = {each.key for each in known.closing_set.items if each.is_there}
    quote = opportunity.quotes.filter(voided_at=None).select_related("offer", "option").first()
    closing = Closing.objects.filter(opportunity=opportunity, admin__isnull=False).first()
    if quote is None or closing is None or not {"signed_quote", "administrator"} <= there:
        why = "its quote is not signed by the named signer, or no administrator is named"
        raise _cannot(opportunity, "no_signed_quote", why, "Name both, and file the signed quote.")
    return quote, closing


def _check(new: NewMarketplaceOffer, now: datetime) -> None:
    faults: dict[str, list[str]] = {}
    if not new.reference.strip():
        faults["reference"] = ["Write the number the marketplace gave it."]
    if new.expires_on is not None and new.expires_on <= now.date():
        faults["expires_on"] = ["The last day lies ahead."]
    if faults:
        raise Invalid(faults)


def _cannot(opportunity: Opportunity, code: str, why: str, then: str) -> Conflict:
    sentence = f"No private offer can be made for {opportunity.name}: {why}. Nothing was changed."
    return Conflict(code, sentence, next_action=then, action=ACTION, subject=ref(opportunity))
