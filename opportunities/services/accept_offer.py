"""Keep which option the customer chose, with the paper that says so."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.offer_words import PRESENTED
from opportunities.models import Offer, Opportunity
from opportunities.services.follow_offer import follow_option
from opportunities.services.locking import ref, require_action, require_open
from opportunities.services.offer_locking import lock_offer, require_cover
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "opp.edit_commercial"


def accept_offer(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    number: int,
    letter: str,
    document_id: int,
    expected_version: int | None = None,
) -> Offer:
    """This function will record the customer's choice of one option, confirmed in a document of the deal.

    The other options stay in the offer as what was not chosen; the deal's money follows the choice (domain §7.1).
    Acceptance after the approval's day needs a fresh approval first (domain §6.5).

    Raises: NotVisible, Refused, Conflict R28, `not_presented`, R16, R06, R23, `offer_expired`, Invalid, StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        _require_presented(opportunity, offer)
        option = offer.options.filter(letter=letter).first()
        document = opportunity.documents.filter(pk=document_id).exclude(state="void").first()
        faults: dict[str, list[str]] = {}
        if option is None:
            faults["option"] = [f"Offer v{number} has no option {letter}."]
        if document is None:
            faults["document"] = ["File the customer's written confirmation on this deal first, then name it."]
        if faults:
            raise Invalid(faults)
        require_cover(opportunity, offer, ACTION, now=now)
        offer.accept()
        offer.selected_option, offer.selected_at, offer.confirmation = option, now, document
        offer.updated_at = now
        offer.save()
        follow_option(opportunity, offer, letter, actor=actor, now=now)
        offer.read_version()
        data = {"offer_id": offer.pk, "number": number, "option": letter, "document_id": document_id}
        tell(opportunity, events.OFFER_ACCEPTED, actor=actor, now=now, data=data)
        return offer


def _require_presented(opportunity: Opportunity, offer: Offer) -> None:
    if offer.state != PRESENTED:
        raise Conflict(
            "not_presented",
            f"Offer v{offer.number} is {offer.get_state_display().lower()}, not presented. Nothing was changed.",
            next_action="Present an offer first; the customer chooses from what was shown.",
            action=ACTION,
            subject=ref(opportunity),
        )
