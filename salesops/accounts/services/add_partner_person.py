"""Give somebody of a partner a sign-in to the portal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import PARTNER_PERSON_ADDED
from salesops.accounts.models import PartnerPerson
from salesops.accounts.services.write_partner import partner_kept_by, tell
from salesops.core.actor import SYSTEM, Actor
from salesops.users.services.create_person import create_person
from salesops.users.services.grant_role import grant_role


def add_partner_person(
    *,
    actor: Actor,
    now: datetime,
    partner_id: int,
    name: str,
    email: str,
    time_zone: str = "UTC",
    password: str | None = None,
) -> PartnerPerson:
    """This function will take in a person who introduces for a partner (domain §1.1): portal only, no other role.

    Without a password the person sets one by “Forgot your password?” (reliability P22: no link signs anybody in).

    Raises: NotVisible; Refused unless the actor works with partners; Invalid where a value cannot be.
    """
    partner = partner_kept_by(actor, partner_id, "partner.person_add")
    with transaction.atomic():
        # Who works with partners takes in their people, though not colleagues: the house itself makes the sign-in.
        user = create_person(actor=SYSTEM, now=now, email=email, name=name, password=password, time_zone=time_zone)
        grant_role(actor=SYSTEM, now=now, user_id=user.pk, role="partner_rep")
        person = PartnerPerson.objects.create(partner=partner, user=user, added_at=now, added_by_id=actor.user_id)
        tell(partner, PARTNER_PERSON_ADDED, {"user_id": user.pk, "name": user.name}, actor=actor, now=now)
    return person
