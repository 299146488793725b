"""Give somebody of a partner a sign-in to the portal, and take it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import PARTNER_PERSON_ADDED, PARTNER_PERSON_ENDED
from salesops.accounts.models import PartnerPerson
from salesops.accounts.queries import partner_by_id
from salesops.accounts.services.write_partner import require_keeper, tell
from salesops.core.actor import SYSTEM, Actor
from salesops.core.errors import NotVisible
from salesops.users.services.create_person import create_person
from salesops.users.services.disable_person import disable_person
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
    partner = partner_by_id(actor, partner_id)
    require_keeper(actor, "partner.person_add", partner_id)
    with transaction.atomic():
        # Who works with partners takes in their people, though not colleagues: the house itself makes the sign-in.
        user = create_person(actor=SYSTEM, now=now, email=email, name=name, password=password, time_zone=time_zone)
        grant_role(actor=SYSTEM, now=now, user_id=user.pk, role="partner_rep")
        person = PartnerPerson.objects.create(partner=partner, user=user, added_at=now, added_by_id=actor.user_id)
        tell(partner, PARTNER_PERSON_ADDED, {"user_id": user.pk, "name": user.name}, actor=actor, now=now)
    return person


def end_partner_person(*, actor: Actor, now: datetime, partner_id: int, person_id: int) -> None:
    """This function will close every way in of a partner's person, at once; whoever is out already stays out.

    Raises: NotVisible; Refused unless the actor works with partners.
    """
    partner = partner_by_id(actor, partner_id)
    require_keeper(actor, "partner.person_end", partner_id)
    with transaction.atomic():
        person = PartnerPerson.objects.select_for_update().filter(pk=person_id, partner=partner).first()
        if person is None:
            raise NotVisible("person_not_found", "There is no such person at this partner.")
        if person.ended_at is not None:
            return
        person.ended_at = now
        person.save(update_fields=["ended_at"])
        disable_person(actor=SYSTEM, now=now, user_id=person.user_id)
        tell(partner, PARTNER_PERSON_ENDED, {"user_id": person.user_id}, actor=actor, now=now)
