"""Write a draft offer: the terms its options share, and one option with its lines."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.offer_writing import OptionInput, TermsInput, option_faults, terms_faults
from opportunities.models import Offer, OfferOption
from opportunities.services.offer_locking import lock_offer, require_draft, require_editable
from opportunities.services.price_lines import entries_of, replace_lines
from opportunities.services.pricing import load_rates
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible

_TERMS = "currency paper channel marketplace marketplace_fee partner_fee legal_entity valid_until".split()
_OPTION = "term_months payment_days is_split_payment billing".split()


def write_offer(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    number: int,
    terms: TermsInput,
    option: OptionInput | None = None,
    expected_version: int | None = None,
) -> Offer:
    """This function will write the terms of a draft and, where given, one option whole (domain §6.3).

    Catalogue lines take today's list price and cost from the price book in the offer's currency.

    Raises: NotVisible, Refused, Conflict R28, R16, `offer_shown`, Invalid naming each wrong field
    (`lines.0.unit_net` …), StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_editable(actor, opportunity, now)
        require_draft(opportunity, offer)
        load_rates(now).of(terms.currency)
        entries = entries_of(terms.currency, now.date())
        faults = terms_faults(terms, today=now.date())
        if option is not None:
            faults |= option_faults(option, codes=entries.keys())
        if faults:
            raise Invalid(faults)
        row = None if option is None else _option(offer, option.letter)
        for name in _TERMS:
            setattr(offer, name, getattr(terms, name))
        offer.clauses, offer.updated_at = sorted(terms.clauses), now
        offer.save()
        if row is not None and option is not None:
            for name in _OPTION:
                setattr(row, name, getattr(option, name))
            row.save()
            replace_lines(row, option.lines, entries)
        offer.read_version()
        data = {"offer_id": offer.pk, "number": number, "option": option.letter if option else None}
        tell(opportunity, events.OFFER_CHANGED, actor=actor, now=now, data=data)
        return offer


def _option(offer: Offer, letter: str) -> OfferOption:
    found = offer.options.filter(letter=letter).first()
    if found is None:
        raise NotVisible("not_found", f"Offer v{offer.number} has no option {letter}.")
    return found
