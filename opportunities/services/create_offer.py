"""Begin a deal's next offer: empty, or as a copy of an earlier version."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from opportunities import events
from opportunities.models import Offer, OfferOption, Opportunity
from opportunities.services.copy_option import copy_option
from opportunities.services.locking import lock_opportunity
from opportunities.services.offer_locking import require_editable
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible

VALID_DAYS = 30
_TERMS = "currency paper clauses channel marketplace marketplace_fee partner_fee legal_entity".split()


def create_offer(*, actor: Actor, now: datetime, opportunity_id: int, copy_of: int | None = None) -> Offer:
    """This function will begin the next version of a deal's offer, valid for 30 days (domain §7.1, step 1).

    `copy_of` is the number of the version to start from; without it the offer has one empty option.

    Raises: NotVisible, Refused, Conflict R28, Conflict R16 while a request about the terms waits.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_editable(actor, opportunity, now)
        source = None if copy_of is None else opportunity.offers.filter(number=copy_of).first()
        if copy_of is not None and source is None:
            raise NotVisible("not_found", f"{opportunity.name} has no offer v{copy_of}.")
        offer = _blank(opportunity, actor, now)
        if source is None:
            offer.save()
            OfferOption.objects.create(offer=offer, letter="A", term_months=opportunity.term_months)
        else:
            _copy(source, offer)
        data = {"offer_id": offer.pk, "number": offer.number, "copy_of": copy_of}
        tell(opportunity, events.OFFER_CREATED, actor=actor, now=now, data=data)
        return offer


def _blank(opportunity: Opportunity, actor: Actor, now: datetime) -> Offer:
    newest = opportunity.offers.aggregate(newest=Max("number"))["newest"] or 0
    return Offer(
        opportunity=opportunity,
        number=newest + 1,
        currency=opportunity.currency,
        legal_entity=getattr(opportunity, "account_name", None) or "",
        valid_until=now.date() + timedelta(days=VALID_DAYS),
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )


def _copy(source: Offer, offer: Offer) -> None:
    for name in _TERMS:
        setattr(offer, name, getattr(source, name))
    offer.save()
    for option in source.options.all():
        copy_option(option, offer, option.letter)
