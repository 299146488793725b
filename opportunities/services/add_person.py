"""Put a person nobody has recorded yet on the stakeholder map: contact and role together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities.models import Stakeholder
from opportunities.services.add_stakeholder import add_stakeholder
from opportunities.services.locking import lock_opportunity
from salesops.accounts.services.create_contact import create_contact
from salesops.core.actor import Actor
from salesops.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person at the customer as first heard of, and their role on the deal."""

    name: str
    role: str
    email: str = ""
    title: str = ""
    note: str = ""


def add_person(*, actor: Actor, now: datetime, opportunity_id: int, new: NewPerson) -> Stakeholder:
    """This function will store a contact at the deal's account and give them a role (domain §1.7).

    Raises: NotVisible, Refused, Conflict R28, Invalid; Invalid too where the deal has no account.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        if opportunity.account_id is None:
            raise Invalid({"name": ["The deal has no account yet, so a person cannot belong to one."]})
        contact = create_contact(
            actor=actor, now=now, account_id=opportunity.account_id, name=new.name, email=new.email, title=new.title
        )
        return add_stakeholder(
            actor=actor, now=now, opportunity_id=opportunity_id, contact_id=contact.pk, role=new.role, note=new.note
        )
