"""Take an offer back; it stays in the deal's history, and its quote is voided with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.offer_words import WITHDRAWN
from opportunities.models import Offer, Opportunity
from opportunities.services.locking import ref, require_action, require_open
from opportunities.services.moving import require_reason
from opportunities.services.offer_locking import lock_offer, require_unlocked, standing_of
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict

ACTION = "opp.edit_commercial"


def withdraw_offer(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    number: int,
    reason: str,
    expected_version: int | None = None,
) -> Offer:
    """This function will take an offer back, for a reason of at least 10 characters (domain §7.1).

    Raises: NotVisible, Refused, Conflict R28, R16, `offer_withdrawn`, Invalid, StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        require_unlocked(opportunity, standing_of(opportunity, now))
        if offer.state == WITHDRAWN:
            raise Conflict(
                "offer_withdrawn",
                f"Offer v{number} was withdrawn already. Nothing was changed.",
                next_action="Make a new version of it.",
                action=ACTION,
                subject=ref(opportunity),
            )
        take_back(opportunity, offer, require_reason(reason), actor=actor, now=now)
        return offer


def take_back(opportunity: Opportunity, offer: Offer, reason: str, *, actor: Actor, now: datetime) -> None:
    """This function will withdraw an offer of a locked deal and void the quote made from it."""
    for quote in offer.quotes.filter(voided_at__isnull=True):
        quote.voided_at, quote.voided_by_id, quote.voided_reason = now, actor.person_id, reason
        quote.save(update_fields=["voided_at", "voided_by_id", "voided_reason"])
        tell(opportunity, events.QUOTE_VOIDED, actor=actor, now=now, data={"number": quote.number, "reason": reason})
    offer.withdraw()
    offer.withdrawn_at, offer.withdrawn_reason, offer.updated_at = now, reason[:200], now
    offer.save()
    offer.read_version()
    data = {"offer_id": offer.pk, "number": offer.number, "reason": reason}
    tell(opportunity, events.OFFER_WITHDRAWN, actor=actor, now=now, data=data)
