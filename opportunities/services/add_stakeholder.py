"""Name a contact's role on an opportunity, or take it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import STAKEHOLDER_ROLES
from opportunities.models import Stakeholder
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible


def add_stakeholder(
    *, actor: Actor, now: datetime, opportunity_id: int, contact_id: int, role: str, note: str = ""
) -> Stakeholder:
    """This function will put a contact of the account on the stakeholder map (domain §1.7).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "opp.edit_core", opportunity)
        require_open(opportunity, "opp.edit_core")
        if role not in dict(STAKEHOLDER_ROLES):
            raise Invalid({"role": [f"Choose one of: {', '.join(dict(STAKEHOLDER_ROLES))}."]})
        account = opportunity.account_id
        if not account or not contacts(actor, account_id=account).filter(pk=contact_id).exists():
            raise Invalid({"contact": ["Choose a contact of this account."]})
        row, created = Stakeholder.objects.get_or_create(
            opportunity=opportunity, contact_id=contact_id, role=role, defaults={"note": note.strip(), "added_at": now}
        )
        if created:
            data = {"contact_id": contact_id, "role": role}
            tell(opportunity, events.STAKEHOLDER_ADDED, actor=actor, now=now, data=data)
        return row


def remove_stakeholder(
    *, actor: Actor, now: datetime, opportunity_id: int, stakeholder_id: int, expected_version: int | None = None
) -> None:
    """This function will take a role off the stakeholder map; the ledger keeps that it was there.

    Raises: NotVisible, Refused, Conflict R28, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        require_open(opportunity, "opp.edit_core")
        row = opportunity.stakeholders.filter(pk=stakeholder_id).first()
        if row is None:
            raise NotVisible("not_found", "There is no such stakeholder on this opportunity.")
        data = {"contact_id": row.contact_id, "role": row.role}
        row.delete()
        tell(opportunity, events.STAKEHOLDER_REMOVED, actor=actor, now=now, data=data)
