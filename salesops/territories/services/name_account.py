"""Give an account to a territory by name, whatever its address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.queries import account_by_id
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid
from salesops.territories.events import ACCOUNT_NAMED
from salesops.territories.models import NamedAccount, Territory
from salesops.territories.queries import day_of
from salesops.territories.services.telling import require_edit, require_reason, tell


def name_account(*, actor: Actor, now: datetime, account_id: int, territory_id: int | None, reason: str) -> None:
    """This function will put an account on a territory's list from today on, or with None on nobody's (domain §5.2).

    Raises: NotVisible; Refused; Invalid for an unknown territory or a reason too short.
    """
    account_by_id(actor, account_id)
    subject = RecordRef("account", account_id)
    territory = Territory.objects.filter(pk=territory_id or 0).first()
    require_edit(actor, subject, territory.theatre if territory else "")
    if territory is None and territory_id is not None:
        raise Invalid({"territory_id": ["There is no such territory."]})
    why = require_reason(reason)
    with transaction.atomic():
        put_account(account_id, territory_id, why, actor=actor, now=now)
        data = {"territory_id": territory_id, "territory": territory.name if territory else "", "reason": why}
        tell(ACCOUNT_NAMED, subject, data, actor=actor, now=now)


def put_account(account_id: int, territory_id: int | None, reason: str, *, actor: Actor, now: datetime) -> None:
    """This function will end what an account was named to and name it anew from today on; the caller has asked."""
    today = day_of(now)
    for row in NamedAccount.objects.select_for_update().filter(account_id=account_id).order_by("id"):
        if row.valid_to is None or row.valid_to > today:
            row.valid_to, row.ended_at = max(row.valid_from, today), now
            row.save(update_fields=["valid_to", "ended_at"])
    if territory_id is not None:
        NamedAccount.objects.create(
            account_id=account_id, territory_id=territory_id, valid_from=today, reason=reason,
            assigned_by_id=actor.person_id, assigned_at=now,
        )  # fmt: skip
