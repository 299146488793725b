"""Change what is known of a partner: its papers, its fee, its manager."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import PARTNER_AMENDED
from salesops.accounts.models import Partner
from salesops.accounts.queries import partners
from salesops.accounts.services.write_partner import require_keeper, tell, write
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible, StaleVersion


def amend_partner(*, actor: Actor, now: datetime, partner_id: int, version: int, values: dict[str, Any]) -> Partner:
    """This function will change the named values, if the partner is still at the version the caller read (P14).

    Raises: NotVisible; Refused; StaleVersion with the version now; Invalid with every complaint.
    """
    with transaction.atomic():
        partner = partners(actor).select_for_update(of=("self",), no_key=True).filter(pk=partner_id).first()
        if partner is None:
            raise NotVisible("partner_not_found", "There is no such partner here.")
        require_keeper(actor, "partner.edit", partner_id)
        if partner.version != version:
            raise StaleVersion(
                "stale_version",
                "Somebody changed the partner since you read it.",
                next_action="Read it again, then send your change.",
                version=partner.version,
            )
        changed = write(actor, partner, values)
        if changed:
            tell(partner, PARTNER_AMENDED, changed, actor=actor, now=now)
    return partner
