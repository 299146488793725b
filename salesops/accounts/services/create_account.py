"""File a new account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import ACCOUNT_CREATED
from salesops.accounts.models import Account
from salesops.accounts.services.write_account import require_edit, tell, write
from salesops.core.actor import Actor


def create_account(*, actor: Actor, now: datetime, name: str, **values: Any) -> Account:
    """This function will store an account with its profile fit; duplicates are suggested, never refused (§11.3).

    `values`: domain, country (two letters), subdivision, city, industry, employees, annual_revenue (millions of
    US dollars), year_established, parent_id, owner_id.

    Raises: Refused; Invalid with every complaint.
    """
    require_edit(actor, 0)
    with transaction.atomic():
        account = Account(created_at=now, updated_at=now)
        changed = write(actor, account, {"name": name, **values}, now)
        data = {field: new for field, (_, new) in changed.items()}
        tell(account, ACCOUNT_CREATED, data, actor=actor, now=now)
    return account
