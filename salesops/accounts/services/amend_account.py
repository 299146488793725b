"""Change what is known of an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import ACCOUNT_AMENDED
from salesops.accounts.models import Account
from salesops.accounts.queries import visible_to
from salesops.accounts.services.write_account import require_edit, tell, write
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible, StaleVersion


def amend_account(*, actor: Actor, now: datetime, account_id: int, version: int, values: dict[str, Any]) -> Account:
    """This function will change the named values, if the account is still at the version the caller read (P14).

    Raises: NotVisible; Refused; StaleVersion with the version now; Invalid with every complaint.
    """
    with transaction.atomic():
        account = visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=account_id).first()
        if account is None:
            raise NotVisible("account_not_found", "There is no such account here.")
        require_edit(actor, account_id)
        if account.version != version:
            raise StaleVersion(
                "stale_version",
                "Somebody changed the account since you read it.",
                next_action="Read it again, then send your change.",
                version=account.version,
            )
        changed = write(actor, account, values, now)
        if changed:
            tell(account, ACCOUNT_AMENDED, changed, actor=actor, now=now)
    return account
