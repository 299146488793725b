"""Write down a point that procurement or legal still has; on a document it is a redline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.terms import SEVERITIES
from opportunities.models import LegalItem
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.reach_milestone import LEGAL_WIN, revoke_where_reached
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM, Actor
from salesops.core.errors import Invalid

ACTION = "signature.collect"
TEXT_LENGTH = 300


def raise_legal_item(
    *, actor: Actor, now: datetime, opportunity_id: int, text: str, severity: str, document_id: int | None = None
) -> LegalItem:
    """This function will keep an open point of procurement or legal (domain §7.4).

    One about a document of the deal is a redline: it takes Legal Win back (domain §2.5).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults: dict[str, list[str]] = {}
        if not text.strip() or len(text.strip()) > TEXT_LENGTH:
            faults["text"] = [f"Write the point in at most {TEXT_LENGTH} characters."]
        if severity not in dict(SEVERITIES):
            faults["severity"] = [f"Choose one of: {', '.join(dict(SEVERITIES))}."]
        document = opportunity.documents.filter(pk=document_id).first() if document_id else None
        if document_id and document is None:
            faults["document"] = ["Choose a document of this deal."]
        if faults:
            raise Invalid(faults)
        row = LegalItem.objects.create(
            opportunity=opportunity,
            text=text.strip(),
            severity=severity,
            document=document,
            by_id=actor.person_id,
            at=now,
        )
        data = {"item_id": row.pk, "text": row.text, "severity": severity, "document_id": document_id}
        if document is None:
            tell(opportunity, events.LEGAL_ITEM_RAISED, actor=actor, now=now, data=data)
            return row
        tell(opportunity, events.REDLINED, actor=actor, now=now, data=data | {"title": document.title})
        reason = f"A new redline on {document.title}: {row.text}"
        revoke_where_reached(opportunity, LEGAL_WIN, reason, actor=SYSTEM, now=now)
        return row
