"""Close every way in of somebody of a partner."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import PARTNER_PERSON_ENDED
from salesops.accounts.models import PartnerPerson
from salesops.accounts.services.write_partner import partner_kept_by, tell
from salesops.core.actor import SYSTEM, Actor
from salesops.core.errors import NotVisible
from salesops.users.services.disable_person import disable_person


def end_partner_person(*, actor: Actor, now: datetime, partner_id: int, person_id: int) -> None:
    """This function will close every way in of a partner's person, at once; whoever is out already stays out.

    Raises: NotVisible; Refused unless the actor works with partners.
    """
    partner = partner_kept_by(actor, partner_id, "partner.person_end")
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
