"""Invite a referrer of a partner by a link (domain §11.1; reliability P22)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from salesops.accounts.services.write_partner import partner_kept_by, tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake.events import REFERRER_INVITED
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
    partner = partner_kept_by(actor, partner_id, "partner.referrer_invite")
    tidy = " ".join(name.split())
    if not 2 <= len(tidy) <= 120:
        raise Invalid({"name": ["Say who gets the link, in at most 120 characters."]})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = ReferrerLink.objects.create(
            partner=partner, name=tidy, secret_hash=hash_secret(secret), by_id=actor.person_id, made_at=now,
            ends_at=now + GOOD_FOR,
        )  # fmt: skip
        tell(partner, REFERRER_INVITED, {"link_id": link.pk}, actor=actor, now=now)
    return MadeLink(link, secret)
