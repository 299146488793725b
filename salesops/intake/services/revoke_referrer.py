"""End the link of an invited referrer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.services.write_partner import partner_kept_by, tell
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.events import REFERRER_REVOKED
from salesops.intake.models import ReferrerLink


def revoke_referrer(*, actor: Actor, now: datetime, partner_id: int, link_id: int) -> None:
    """This function will end a referrer's link at once; what came by it stays, and an ended one stays ended.

    Raises: NotVisible; Refused unless the actor works with partners.
    """
    partner = partner_kept_by(actor, partner_id, "partner.referrer_revoke")
    with transaction.atomic():
        link = ReferrerLink.objects.select_for_update().filter(pk=link_id, partner=partner).first()
        if link is None:
            raise NotVisible("link_not_found", "There is no such link here.")
        if link.revoked_at is not None:
            return
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        tell(partner, REFERRER_REVOKED, {"link_id": link.pk}, actor=actor, now=now)
