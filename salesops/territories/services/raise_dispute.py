"""Claim an account for another territory than the one that holds it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from salesops.accounts.queries import account_by_id
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid
from salesops.territories.events import DISPUTE_RAISED
from salesops.territories.models import Territory, TerritoryDispute
from salesops.territories.queries import resolve_account
from salesops.territories.services.telling import require_reason, tell

ACTION = "territory.dispute"


def raise_dispute(*, actor: Actor, now: datetime, account_id: int, claimed_by_id: int, reason: str) -> TerritoryDispute:
    """This function will open a dispute about an account; until it is settled its present owner works it (§5.4).

    Raises: NotVisible; Refused; Invalid where the territory holds it already or there is none; Conflict where nobody
    holds it, or a dispute is open.
    """
    account = account_by_id(actor, account_id)
    subject = RecordRef("account", account_id)
    require(actor, ACTION, Facts(subject=subject, owner_id=account.owner_id))
    why = require_reason(reason)
    found = resolve_account(account_id, now)
    if found.territory_id is None or found.owner_id is None:
        raise Conflict(
            "nobody_holds_it",
            f"{account.name} belongs to no territory, so there is nothing to dispute. {found.explanation}",
            next_action="Have the gap closed in the next plan.",
            action=ACTION,
            subject=subject,
        )
    claimed = Territory.objects.filter(pk=claimed_by_id).first()
    if claimed is None or claimed.pk == found.territory_id:
        raise Invalid({"claimed_by_id": ["Choose another territory than the one that holds it."]})
    with transaction.atomic():
        try:
            with transaction.atomic():
                dispute = TerritoryDispute.objects.create(
                    account=account, present_owner_id=account.owner_id or found.owner_id, reason=why,
                    held_by_id=found.territory_id, claimed_by=claimed, raised_by_id=actor.person_id, raised_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(
                "dispute_open",
                f"A dispute about {account.name} is open already.",
                next_action="Give your word there.",
                action=ACTION,
                subject=subject,
            ) from error
        data = {"dispute_id": dispute.pk, "held_by": found.territory, "claimed_by": claimed.name, "reason": why}
        tell(DISPUTE_RAISED, subject, data, actor=actor, now=now)
    return dispute
