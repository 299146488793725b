"""Say that a contact left the account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import CONTACT_MARKED_LEFT
from salesops.accounts.models import Contact
from salesops.accounts.services.write_account import require_edit
from salesops.accounts.services.write_contact import close_position, lock_contact, tell
from salesops.core.actor import Actor


def mark_left(*, actor: Actor, now: datetime, contact_id: int, version: int) -> Contact:
    """This function will end the contact's position; what they said stays, as evidence of a person who left (§3.3).

    Raises: NotVisible; Refused; StaleVersion.
    """
    with transaction.atomic():
        contact = lock_contact(actor, contact_id, version)
        require_edit(actor, contact.account_id)
        if contact.left_at is None:
            contact.left_at = contact.updated_at = now
            contact.save(update_fields=["left_at", "updated_at"])
            contact.read_version()
            close_position(contact, now)
            tell(contact, CONTACT_MARKED_LEFT, {"left_at": now.isoformat()}, actor=actor, now=now)
    return contact
