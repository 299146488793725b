"""Take a request back; its terms may be changed again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.models import ApprovalRequest
from approvals.models.request import OPEN
from approvals.services.request_locking import action_of, lock_request, locked_deal, require_may_ask, require_state
from opportunities.models import Opportunity
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM, Actor


def withdraw(
    *, actor: Actor, now: datetime, request_id: int, reason: str = "", expected_version: int | None = None
) -> ApprovalRequest:
    """This function will take a request back that is not decided yet (domain §6.6).

    Raises: NotVisible, Refused, StaleVersion, Conflict `request_state`.
    """
    with transaction.atomic():
        opportunity, row = lock_request(actor, request_id, expected_version=expected_version)
        require_may_ask(actor, row.kind, opportunity)
        require_state(row, opportunity, action_of(row.kind), *OPEN)
        _withdraw(row, opportunity, actor=actor, now=now, reason=reason)
        return row


def withdraw_all(*, opportunity_id: int, now: datetime, reason: str) -> None:
    """This function will take every open request of a deal back, in the name of the system: it closed (domain §2.6)."""
    for row in ApprovalRequest.objects.filter(opportunity=opportunity_id, state__in=OPEN).order_by("id"):
        _withdraw(row, locked_deal(opportunity_id), actor=SYSTEM, now=now, reason=reason)


def _withdraw(row: ApprovalRequest, opportunity: Opportunity, *, actor: Actor, now: datetime, reason: str) -> None:
    row.ended_at, row.ended_by_id, row.ended_reason = now, actor.user_id, reason.strip()[:300]
    row.withdraw()
    row.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])
    data = {"request_id": row.pk, "kind": row.kind, "reason": row.ended_reason}
    tell(opportunity, events.REQUEST_WITHDRAWN, actor=actor, now=now, data=data)
