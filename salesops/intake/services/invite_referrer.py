"""Invite a referrer of a partner by a link, and end it (domain §11.1; reliability P22)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from salesops.accounts.queries import partner_by_id
from salesops.accounts.services.write_partner import require_keeper
from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible
from salesops.intake.events import REFERRER_INVITED, REFERRER_REVOKED
from salesops.intake.models import ReferrerLink
from salesops.intake.services.enter_portal import hash_secret

GOOD_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link's record, and its secret: shown once, kept nowhere."""

    link: ReferrerLink
    secret: str


def invite_referrer(*, actor: Actor, now: datetime, partner_id: int, name: str) -> MadeLink:
    """This function will make an address by which one person introduces for a partner, for 90 days.

    Raises: NotVisible; Refused unless the actor works with partners; Invalid without a name.
    """
    partner = partner_by_id(actor, partner_id)
    require_keeper(actor, "partner.referrer_invite", partner_id)
    tidy = " ".join(name.split())
    if not 2 <= len(tidy) <= 120:
        raise Invalid({"name": ["Say who gets the link, in at most 120 characters."]})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = ReferrerLink.objects.create(
            partner=partner, name=tidy, secret_hash=hash_secret(secret), by_id=actor.person_id, made_at=now,
            ends_at=now + GOOD_FOR,
        )  # fmt: skip
        subject = RecordRef("partner", partner.pk)
        record(actor=actor, action=REFERRER_INVITED, subject=subject, now=now, data={"link_id": link.pk, "name": tidy})
    return MadeLink(link, secret)


def revoke_referrer(*, actor: Actor, now: datetime, partner_id: int, link_id: int) -> None:
    """This function will end a referrer's link at once; what came by it stays.

    Raises: NotVisible; Refused unless the actor works with partners.
    """
    partner = partner_by_id(actor, partner_id)
    require_keeper(actor, "partner.referrer_revoke", partner_id)
    with transaction.atomic():
        link = ReferrerLink.objects.select_for_update().filter(pk=link_id, partner=partner).first()
        if link is None:
            raise NotVisible("link_not_found", "There is no such link here.")
        if link.revoked_at is None:
            link.revoked_at = now
            link.save(update_fields=["revoked_at"])
            subject = RecordRef("partner", partner.pk)
            record(actor=actor, action=REFERRER_REVOKED, subject=subject, now=now, data={"link_id": link.pk})
