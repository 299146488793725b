"""How an approval ends by itself: it runs out, the terms leave it behind, or its grounds are gone (domain §6.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.domain.envelope import Envelope
from approvals.models import ApprovalRequest
from approvals.models.request import APPROVED
from approvals.services.request_locking import locked_deal
from opportunities.models import Opportunity
from opportunities.queries.offer_terms import terms_of
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM

_END = {
    events.APPROVAL_EXPIRED: ApprovalRequest.expire,
    events.APPROVAL_SUPERSEDED: ApprovalRequest.supersede,
    events.APPROVAL_VOIDED: ApprovalRequest.void,
}


def expire_approvals(*, now: datetime) -> int:
    """This function will mark every approval whose last day is over; what it covers ended with that day by itself."""
    due = ApprovalRequest.objects.filter(state=APPROVED, expires_on__lt=now.date()).order_by("opportunity_id", "id")
    count = 0
    for pk, opportunity_id in due.values_list("pk", "opportunity_id"):
        with transaction.atomic():
            opportunity = locked_deal(opportunity_id)
            row = ApprovalRequest.objects.filter(pk=pk, state=APPROVED).first()
            if row is not None:
                _end(row, opportunity, events.APPROVAL_EXPIRED, now=now, reason=f"Ran out on {row.expires_on}")
                count += 1
    return count


def supersede_others(row: ApprovalRequest, opportunity: Opportunity, *, now: datetime) -> None:
    """This function will end the earlier approvals of the same offer: the new one takes their place."""
    earlier = ApprovalRequest.objects.filter(offer=row.offer_id, state=APPROVED, envelope__isnull=False)
    for other in earlier.exclude(pk=row.pk).order_by("id") if row.offer_id else ():
        _end(other, opportunity, events.APPROVAL_SUPERSEDED, now=now, reason=f"Request {row.pk} took its place")


def supersede_outgrown(*, opportunity_id: int, offer_id: int, now: datetime) -> None:
    """This function will end the approvals of an offer whose terms now lie outside (domain §6.5)."""
    rows = ApprovalRequest.objects.filter(offer=offer_id, state=APPROVED, envelope__isnull=False).order_by("id")
    for row in rows:
        limits = Envelope.read(row.envelope).limits(terms_of(offer_id))
        if passed := [limit.label for limit in limits if not limit.is_inside]:
            reason = f"The terms pass: {', '.join(passed)}"[:300]
            _end(row, locked_deal(opportunity_id), events.APPROVAL_SUPERSEDED, now=now, reason=reason)


def void_approvals(*, opportunity_id: int, now: datetime, reason: str, kinds: tuple[str, ...] = ()) -> None:
    """This function will end a deal's approvals, of all kinds or of some: what they rested on is gone (domain §6.5)."""
    rows = ApprovalRequest.objects.filter(opportunity=opportunity_id, state=APPROVED)
    for row in (rows.filter(kind__in=kinds) if kinds else rows).order_by("id"):
        _end(row, locked_deal(opportunity_id), events.APPROVAL_VOIDED, now=now, reason=reason)


def _end(row: ApprovalRequest, opportunity: Opportunity, event: str, *, now: datetime, reason: str) -> None:
    row.ended_at, row.ended_reason = now, reason
    _END[event](row)
    row.save(update_fields=["state", "ended_at", "ended_reason"])
    data = {"request_id": row.pk, "kind": row.kind, "reason": reason}
    tell(opportunity, event, actor=SYSTEM, now=now, data=data)
