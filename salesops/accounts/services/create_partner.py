"""File a new partner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.accounts.events import PARTNER_CREATED
from salesops.accounts.models import Partner
from salesops.accounts.services.write_partner import require_keeper, tell, write
from salesops.core.actor import Actor


def create_partner(*, actor: Actor, now: datetime, name: str, **values: Any) -> Partner:
    """This function will store a partner with its papers and its fee (domain §11.1).

    `values`: domain, manager_id, nda_from and nda_to (first and last day), nda_link, agreement_from, agreement_to,
    agreement_link, fee_percent (of the first year's value), fee_terms.

    Raises: Refused unless the actor works with partners; Invalid with every complaint.
    """
    require_keeper(actor, "partner.create", 0)
    with transaction.atomic():
        partner = Partner(created_at=now)
        changed = write(actor, partner, {"name": name, **values})
        data = {field: new for field, (_, new) in changed.items()}
        tell(partner, PARTNER_CREATED, data, actor=actor, now=now)
    return partner
