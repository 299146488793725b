"""File a new partner, by name."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from salesops.accounts.events import PARTNER_CREATED
from salesops.accounts.models import Partner
from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, Refused
from salesops.outbox.services.emit import emit

MAY_FILE = ("partner_manager", "revops_admin", "regional_vp", "leader")


def create_partner(*, actor: Actor, now: datetime, name: str) -> Partner:
    """This function will store a partner's name.

    Raises: Refused unless the actor works with partners; Invalid for an empty or taken name.
    """
    subject = RecordRef("partner", 0)
    if not actor.has_role(*MAY_FILE):
        raise Refused(
            "refused",
            "Partners are filed by partner managers and sales operations.",
            next_action="Ask the partner manager.",
            action="partner.create",
            subject=subject,
        )
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= 160:
        raise Invalid({"name": ["Give it a name of at most 160 characters."]})
    with transaction.atomic():
        try:
            with transaction.atomic():
                partner = Partner.objects.create(name=tidy, created_at=now)
        except IntegrityError as error:
            raise Invalid({"name": ["There is a partner with this name."]}) from error
        subject = RecordRef("partner", partner.pk)
        record(actor=actor, action=PARTNER_CREATED, subject=subject, now=now, data={"name": tidy})
        emit(type=PARTNER_CREATED, subject=subject, actor=actor, now=now, data={"name": tidy})
    return partner
