"""Issue the formal quote of the option the customer chose: finance's act."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from opportunities import events
from opportunities.domain.offer_words import ACCEPTED
from opportunities.models import Document, Offer, OfferOption, Opportunity, Quote
from opportunities.queries.offer_terms import fingerprint_of, terms_of
from opportunities.services.locking import ref, require_action, require_open
from opportunities.services.offer_locking import lock_offer, require_cover
from opportunities.services.set_quote import QuotePaper, set_quote
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.users.queries import workspace

ACTION = "quote.issue"


def issue_quote(
    *, actor: Actor, now: datetime, opportunity_id: int, number: int, expected_version: int | None = None
) -> Quote:
    """This function will number, set and file the quote of an accepted offer (domain §7.1, step 3).

    Raises: NotVisible, Refused, Conflict R28, `not_accepted`, `quote_exists`, R16, R06, R23, `offer_expired`,
    StaleVersion.
    """
    with transaction.atomic():
        opportunity, offer = lock_offer(actor, opportunity_id, number, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        option = _accepted_option(opportunity, offer)
        require_cover(opportunity, offer, ACTION, now=now)
        quote = Quote(
            opportunity=opportunity,
            offer=offer,
            option=option,
            number=f"Q-{opportunity.pk}-{offer.number}",
            valid_until=offer.valid_until,
            issued_by_id=actor.person_id,
            issued_at=now,
            terms={},
        )
        quote.document = _file(quote, opportunity, actor=actor, now=now)
        quote.save()
        quote.refresh_from_db(fields=["terms", "fingerprint"])
        data = {"number": quote.number, "fingerprint": quote.fingerprint, "sha256": quote.document.sha256}
        tell(opportunity, events.QUOTE_ISSUED, actor=actor, now=now, data=data)
        return quote


def _accepted_option(opportunity: Opportunity, offer: Offer) -> OfferOption:
    option = offer.selected_option
    if offer.state != ACCEPTED or option is None:
        raise _cannot(opportunity, offer, "not_accepted", "the customer has not chosen from it", "Record the choice.")
    if offer.quotes.filter(voided_at__isnull=True).exists():
        raise _cannot(opportunity, offer, "quote_exists", "it has a quote already", "Use that one, or a new version.")
    return option


def _cannot(opportunity: Opportunity, offer: Offer, code: str, why: str, then: str) -> Conflict:
    sentence = f"Offer v{offer.number} cannot be quoted: {why}. Nothing was changed."
    return Conflict(code, sentence, next_action=then, action=ACTION, subject=ref(opportunity))


def _file(quote: Quote, opportunity: Opportunity, *, actor: Actor, now: datetime) -> Document:
    content = set_quote(_paper(quote, opportunity, now), terms_of(quote.offer_id), quote.option.letter)
    row = Document(
        opportunity=opportunity,
        kind="quote",
        title=f"Quote {quote.number}",
        state="issued",
        is_internal=False,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by_id=actor.person_id,
        created_at=now,
    )
    row.file.save(uuid4().hex, ContentFile(content), save=False)
    row.save()
    data = {"document_id": row.pk, "kind": row.kind, "state": row.state, "sha256": row.sha256}
    tell(opportunity, events.DOCUMENT_FILED, actor=actor, now=now, data=data)
    return row


def _paper(quote: Quote, opportunity: Opportunity, now: datetime) -> QuotePaper:
    account = opportunity.account.name if opportunity.account else opportunity.name
    return QuotePaper(
        number=quote.number,
        seller=workspace().company_name or "Seller",
        buyer=quote.offer.legal_entity or account,
        subject=opportunity.use_case or opportunity.name,
        issued_on=now.date(),
        valid_until=quote.valid_until,
        fingerprint=fingerprint_of(quote.offer_id),
        details={line.position: line.detail for line in quote.option.lines.all()},
    )
