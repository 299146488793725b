"""Set-up of the tests of this room: accounts and contacts as Elena files them."""

from __future__ import annotations

from typing import Any

from salesops.accounts.models import Account, Contact
from salesops.accounts.services.create_account import create_account
from salesops.accounts.services.create_contact import create_contact
from tests.cast import NOW, act_as


def new(name: str = "Acme", **values: Any) -> Account:
    """File an account as Elena."""
    return create_account(actor=act_as("elena"), now=NOW, name=name, **values)


def person(account: Account, name: str = "Kari Aasen", **values: Any) -> Contact:
    """File a contact as Elena."""
    return create_contact(actor=act_as("elena"), now=NOW, account_id=account.pk, name=name, **values)
