"""Open an opportunity together with an account nobody has recorded yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.create import NewOpportunity, create
from salesops.accounts.services.create_account import create_account
from salesops.core.actor import Actor


def create_with_account(*, actor: Actor, now: datetime, new: NewOpportunity, account_name: str) -> Opportunity:
    """This function will store the account and open the opportunity, both or neither (domain §2.6).

    Raises: Refused, Conflict R25, Invalid.
    """
    with transaction.atomic():
        account = create_account(actor=actor, now=now, name=account_name)
        return create(actor=actor, now=now, new=replace(new, account_id=account.pk))
