"""File a new contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import CONTACT_CREATED
from salesops.accounts.models import Contact
from salesops.accounts.services.write_account import require_edit
from salesops.accounts.services.write_contact import tell, write
from salesops.core.actor import Actor


def create_contact(*, actor: Actor, now: datetime, account_id: int, name: str, **values: Any) -> Contact:
    """This function will store a contact at an account, with its first position in the role history.

    `values`: email, phone, title, persona.

    Raises: Refused; Invalid with every complaint.
    """
    require_edit(actor, account_id)
    with transaction.atomic():
        contact = Contact(created_at=now, updated_at=now)
        changed = write(actor, contact, {"account_id": account_id, "name": name, **values}, now)
        tell(contact, CONTACT_CREATED, {field: new for field, (_, new) in changed.items()}, actor=actor, now=now)
    return contact
