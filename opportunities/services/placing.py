"""Whose territory a deal lies in, and who may own it there (domain §5.4, R22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Refused
from salesops.territories.domain.resolving import Resolution
from salesops.territories.queries import resolve_account
from salesops.territories.queries.disputes import worker_of_disputed
from salesops.territories.services.follow_map import note_holding
from salesops.territories.services.note_gap import note_gap
from salesops.users.queries import workspace

# Territories say which of these sells where; success managers and business developers follow their customers.
BOUND_ROLES = ("ae", "sdr")
GIVING_ROLES = ("revops_admin", "leader")


@dataclass(frozen=True, slots=True)
class Placed:
    """The territory a deal lies in, and what its event tells of it."""

    territory_id: int | None
    told: dict[str, Any]


def place(opportunity: Opportunity, *, actor: Actor, owner: Actor, now: datetime, action: str) -> Placed:
    """This function will resolve the deal's account and let its owner be only who sells there (domain §5.2, R22).

    Sales operations, leaders and the theatre's regional VP may give it to somebody else; the event tells it as an
    exception. While a dispute is open the present owner works the account, whoever asks. Renewals follow their account.

    Raises: Refused R22.
    """
    account_id = opportunity.account_id
    if account_id is None:
        return Placed(None, {})
    found = resolve_account(account_id, now)
    note_holding(account_id, found)
    note_gap(found, now=now)
    subject = ref(opportunity) if opportunity.pk else RecordRef("account", account_id)
    _require_undisputed(account_id, owner, subject, action)
    is_exception = not sells_there(owner, found, opportunity)
    if is_exception and not _may_give(actor, found):
        raise _refusal(f"It belongs to {found.territory}: {found.explanation}", subject, action)
    told: dict[str, Any] = {"territory": found.territory or found.verdict, "rule_id": found.rule_id}
    told |= {"why": found.explanation} | ({"is_exception": True} if is_exception else {})
    return Placed(found.territory_id, {"territory": told})


def sells_there(owner: Actor, found: Resolution, opportunity: Opportunity) -> bool:
    """This function will say whether the map lets a person own the deal: what nobody owns is open to all."""
    if opportunity.type == "renewal" or not found.is_owned or not owner.has_role(*BOUND_ROLES):
        return True
    return owner.user_id in found.sellers


def _may_give(actor: Actor, found: Resolution) -> bool:
    if actor.has_role(*GIVING_ROLES):
        return True
    if actor.has_role("regional_vp") and found.theatre in actor.regions:
        return True
    return workspace().team_mode == "solo"


def _require_undisputed(account_id: int, owner: Actor, subject: RecordRef, action: str) -> None:
    worker = worker_of_disputed(account_id)
    if worker is not None and worker != owner.user_id:
        raise _refusal("A dispute about it is open; until it is settled its present owner works it.", subject, action)


def _refusal(why: str, subject: RecordRef, action: str) -> Refused:
    said = refusal("R22")
    return Refused(said.code, f"{said.sentence} {why}", next_action=said.next_action, action=action, subject=subject)
