"""Write the agreement of a deal in the moment it is won, and void it when the win is taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from handoff import events
from handoff.models import Agreement
from opportunities.domain.offer_words import ACCEPTED, AUTO_RENEWAL
from opportunities.domain.subtypes import months_after
from opportunities.models import Closing, Offer, Opportunity, Quote
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM

SIGNED_KINDS = ("agreement", "memorandum", "quote")


def sign_agreement(*, opportunity_id: int, now: datetime) -> Agreement:
    """This function will write the agreement that a win stands for, with the terms that were chosen (domain §8.0).

    It runs in the win's own transaction: both are there, or neither. The term begins on the day of the win.
    """
    deal = Opportunity.objects.get(pk=opportunity_id)
    quote = Quote.objects.filter(opportunity=deal, voided_at=None).first()
    offer = deal.offers.filter(state=ACCEPTED).first()
    closed = deal.closed_at or now
    papers = deal.documents.filter(kind__in=SIGNED_KINDS, state="signed")
    row = Agreement.objects.create(
        account_id=deal.account_id,
        opportunity=deal,
        offer=offer,
        quote=quote,
        name=deal.use_case or deal.name,
        channel=offer.channel if offer else "",
        signed_on=papers.aggregate(last=Max("signed_on"))["last"] or closed.date(),
        starts_on=closed.date(),
        ends_on=months_after(closed.date(), deal.term_months),
        acv=deal.acv,
        tcv=deal.tcv,
        currency=deal.currency,
        renews_by_itself=_renews_by_itself(deal, offer),
        terms=_own_terms(deal),
        created_at=now,
    )
    row.refresh_from_db(fields=["terms", "fingerprint"])
    data = {
        "agreement_id": row.pk,
        "account_id": row.account_id,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "fingerprint": row.fingerprint,
    }
    tell(deal, events.AGREEMENT_SIGNED, actor=SYSTEM, now=now, data=data)
    return row


def void_agreement(*, opportunity_id: int, reason: str, now: datetime) -> None:
    """This function will void the agreement of a win that was taken back; it stays on record (domain §8.0)."""
    row = Agreement.objects.filter(opportunity_id=opportunity_id, voided_at=None).select_related("opportunity").first()
    if row is None:
        return
    row.voided_at, row.voided_reason = now, reason
    row.save(update_fields=["voided_at", "voided_reason"])
    data = {"agreement_id": row.pk, "reason": reason}
    tell(row.opportunity, events.AGREEMENT_VOIDED, actor=SYSTEM, now=now, data=data)


def _renews_by_itself(deal: Opportunity, offer: Offer | None) -> bool:
    # What renewed by its clause keeps the clause.
    by_clause = offer is not None and offer.channel == AUTO_RENEWAL
    return by_clause or Closing.objects.filter(opportunity=deal, renews_by_itself=True).exists()


def _own_terms(deal: Opportunity) -> dict[str, Any]:
    return {
        "currency": deal.currency,
        "recurring": str(deal.recurring),
        "one_time": str(deal.one_time),
        "term_months": deal.term_months,
    }
