"""Name who decides in somebody's place, from when to when and up to which limits; end it (domain §6.4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from approvals import events
from approvals.domain.kinds import may_deputise
from approvals.domain.separation import makes_circle
from approvals.models import Delegation
from salesops.audit.services.record import record
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.db.acting import act_as
from salesops.outbox.services.emit import emit
from salesops.users.models import Absence, RoleGrant
from salesops.users.queries import is_manager_of, people

ACTION = "delegation.set"
_ROLES = ("regional_vp", "vp_finance", "legal", "leader", "revops_admin", "delivery_manager", "finance_ops")


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """Who decides for whom, whole days with both included, and up to which discount (percent) and amount."""

    approver_id: int
    deputy_id: int
    starts_on: date
    ends_on: date
    max_discount: Decimal | None = None
    max_amount: Decimal | None = None


def delegate(*, actor: Actor, now: datetime, new: NewDelegation) -> Delegation:
    """This function will name a deputy: by the approver, by their manager while they are away, or by a leader.

    The deputy holds an equal or higher role, or is named by a leader. Nobody stands in for each other in a circle.

    Raises: Refused, Invalid.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # One after the other, so that two together make no circle.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('approvals_delegation'))")
        act_as(actor)
        _require_keeper(actor, new)
        if faults := _faults(actor, new, now):
            raise Invalid(faults)
        row = Delegation.objects.create(
            approver_id=new.approver_id,
            deputy_id=new.deputy_id,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            max_discount=new.max_discount,
            max_amount=new.max_amount,
            set_by_id=actor.person_id,
            set_at=now,
        )
        _tell(row, events.DELEGATION_SET, actor, now)
        return row


def end_delegation(*, actor: Actor, now: datetime, delegation_id: int) -> Delegation:
    """This function will end a delegation, by the approver, their manager or a leader. Raises: NotVisible, Refused."""
    with transaction.atomic():
        act_as(actor)
        row = Delegation.objects.select_for_update().filter(pk=delegation_id, ended_at=None).first()
        if row is None:
            raise NotVisible("not_found", "There is no such deputy.", next_action="Open the list of deputies.")
        theirs = actor.user_id in (row.approver_id, row.deputy_id) or actor.has_role("leader")
        if actor.scopes is not None or not (theirs or is_manager_of(actor, row.approver_id)):
            raise _refused(row.approver_id, "The approver ends it, the deputy, their manager or a leader.")
        row.ended_by_id, row.ended_at = actor.person_id, now
        row.save(update_fields=["ended_by", "ended_at"])
        _tell(row, events.DELEGATION_ENDED, actor, now)
        return row


def _require_keeper(actor: Actor, new: NewDelegation) -> None:
    away = Absence.objects.filter(user=new.approver_id, starts_on__lte=new.ends_on, ends_on__gte=new.starts_on)
    theirs = actor.user_id == new.approver_id or actor.has_role("leader")
    if actor.scopes is not None or not (theirs or (is_manager_of(actor, new.approver_id) and away.exists())):
        raise _refused(new.approver_id, "The approver names the deputy, or their manager while they are away.")


def _faults(actor: Actor, new: NewDelegation, now: datetime) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if new.ends_on < new.starts_on or new.ends_on < now.date():
        faults["ends_on"] = ["The last day is not before the first, nor past."]
    if not people(actor).filter(pk=new.deputy_id, is_active=True).exists() or new.deputy_id == new.approver_id:
        return faults | {"deputy": ["Name another person who works here."]}
    roles = _roles_of([new.approver_id, new.deputy_id])
    if not roles[new.approver_id] & set(_ROLES):
        faults["approver"] = ["This person decides nothing that could be delegated."]
    elif not roles[new.deputy_id] & set(_ROLES):
        faults["deputy"] = ["A deputy holds a role that decides, or finance operations."]
    elif not actor.has_role("leader") and not may_deputise(roles[new.approver_id], roles[new.deputy_id]):
        faults["deputy"] = ["A deputy holds an equal or higher role, or is named by a leader."]
    if makes_circle(new.approver_id, new.deputy_id, _deputies(new)):
        faults["deputy"] = ["They would stand in for each other in a circle."]
    return faults


def _roles_of(ids: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {pk: set() for pk in ids}
    for pk, role in RoleGrant.objects.filter(user__in=ids).values_list("user_id", "role"):
        found[pk].add(role)
    return found


def _deputies(new: NewDelegation) -> dict[int, set[int]]:
    """Who stands in for whom on any of the days."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Delegation.objects.filter(ended_at=None, starts_on__lte=new.ends_on, ends_on__gte=new.starts_on)
    for approver, deputy in rows.values_list("approver_id", "deputy_id"):
        found[approver].add(deputy)
    return found


def _refused(approver_id: int, sentence: str) -> Refused:
    return Refused(
        "not_your_deputy",
        f"{sentence} Nothing was changed.",
        next_action="Ask them, or a leader.",
        action=ACTION,
        subject=RecordRef("user", approver_id),
    )


def _tell(row: Delegation, event: str, actor: Actor, now: datetime) -> None:
    subject = RecordRef("user", row.approver_id)
    data = {
        "delegation_id": row.pk,
        "deputy_id": row.deputy_id,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "max_discount": None if row.max_discount is None else str(row.max_discount),
        "max_amount": None if row.max_amount is None else str(row.max_amount),
    }
    record(actor=actor, now=now, action=event, subject=subject, data=data)
    emit(actor=actor, now=now, type=event, subject=subject, data=data)
