"""Keep that a private offer was accepted, or withdraw it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import MarketplaceOffer, Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACCEPT, WITHDRAW = "signature.collect", "marketplace.offer_create"


def accept_marketplace_offer(*, actor: Actor, now: datetime, opportunity_id: int, document_id: int) -> MarketplaceOffer:
    """This function will record the customer's acceptance with the marketplace's e-mail (domain §7.1, step 5).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACCEPT, opportunity)
        require_open(opportunity, ACCEPT)
        row = _open_one(opportunity)
        mail = opportunity.documents.filter(pk=document_id, kind="acceptance_email", state__in=["issued", "signed"])
        if not mail.exists():
            raise Invalid({"document": ["Choose the marketplace's acceptance e-mail, filed on this deal as issued."]})
        row.acceptance_id, row.accepted_at = document_id, now
        row.save(update_fields=["acceptance", "accepted_at"])
        data = {"reference": row.reference, "document_id": document_id}
        tell(opportunity, events.MARKETPLACE_OFFER_ACCEPTED, actor=actor, now=now, data=data)
        return row


def withdraw_marketplace_offer(*, actor: Actor, now: datetime, opportunity_id: int, reason: str) -> MarketplaceOffer:
    """This function will withdraw an open private offer, with a reason; an accepted one is never edited.

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, WITHDRAW, opportunity)
        require_open(opportunity, WITHDRAW)
        row = _open_one(opportunity)
        if not reason.strip():
            raise Invalid({"reason": ["Say why."]})
        row.withdrawn_at, row.withdrawn_reason = now, reason.strip()
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        tell(opportunity, events.PAPERS_WITHDRAWN, actor=actor, now=now, data={"papers": row.reference})
        return row


def _open_one(opportunity: Opportunity) -> MarketplaceOffer:
    row = opportunity.marketplace_offers.filter(accepted_at=None, withdrawn_at=None).first()
    if row is None:
        raise Invalid({"reference": ["No private offer waits for an answer."]})
    return row
