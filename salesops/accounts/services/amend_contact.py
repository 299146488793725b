"""Change what is known of a contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import CONTACT_AMENDED
from salesops.accounts.models import Contact
from salesops.accounts.services.write_account import require_edit
from salesops.accounts.services.write_contact import lock_contact, tell, write
from salesops.core.actor import Actor


def amend_contact(*, actor: Actor, now: datetime, contact_id: int, version: int, values: dict[str, Any]) -> Contact:
    """This function will change the named values; a new account, title or persona opens a new position (P14).

    Raises: NotVisible; Refused; StaleVersion; Invalid with every complaint.
    """
    with transaction.atomic():
        contact = lock_contact(actor, contact_id, version)
        require_edit(actor, contact.account_id)
        changed = write(actor, contact, values, now)
        if changed:
            tell(contact, CONTACT_AMENDED, changed, actor=actor, now=now)
    return contact
