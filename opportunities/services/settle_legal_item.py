"""Settle a point of procurement or legal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import LegalItem
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible

ACTION = "signature.collect"


def settle_legal_item(*, actor: Actor, now: datetime, item_id: int, how: str) -> LegalItem:
    """This function will record how a point was settled, by whom and when; once (domain §7.4).

    Raises: NotVisible, Refused, Conflict R28, Invalid without words or where it is settled already.
    """
    with transaction.atomic():
        row = LegalItem.objects.filter(pk=item_id).first()
        if row is None:
            raise NotVisible("not_found", f"There is no point {item_id} for you.")
        opportunity = lock_opportunity(actor, row.opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        row.refresh_from_db()
        if row.settled_at is not None:
            raise Invalid({"how": ["It is settled already; write a new point if it came back."]})
        if not how.strip():
            raise Invalid({"how": ["Say how it was settled."]})
        row.settled, row.settled_by_id, row.settled_at = how.strip(), actor.person_id, now
        row.save(update_fields=["settled", "settled_by", "settled_at"])
        data = {"item_id": row.pk, "text": row.text, "how": row.settled}
        tell(opportunity, events.LEGAL_ITEM_SETTLED, actor=actor, now=now, data=data)
        return row
