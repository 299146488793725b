"""Return a request for changes, or reject it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.models import ApprovalRequest
from approvals.services.deciding import Word, give_word
from opportunities.services.telling import tell
from salesops.core.actor import Actor


def return_request(
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    seen_fingerprint: str,
    comment: str,
    expected_version: int | None = None,
) -> ApprovalRequest:
    """This function will open a request for changes; its terms are unlocked until it is handed in again (domain §6.2).

    Raises: what `give_word` raises.
    """
    with transaction.atomic():
        word = Word("returned", seen_fingerprint, comment)
        decided = give_word(actor=actor, now=now, request_id=request_id, word=word, expected_version=expected_version)
        decided.row.send_back()
        decided.row.save(update_fields=["state"])
        data = {"request_id": request_id, "kind": decided.row.kind, "comment": decided.decision.comment}
        tell(decided.opportunity, events.REQUEST_RETURNED, actor=actor, now=now, data=data)
        return decided.row


def reject(
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    seen_fingerprint: str,
    comment: str,
    expected_version: int | None = None,
) -> ApprovalRequest:
    """This function will end a request with a no (domain §6.2). Raises: what `give_word` raises."""
    with transaction.atomic():
        word = Word("rejected", seen_fingerprint, comment)
        decided = give_word(actor=actor, now=now, request_id=request_id, word=word, expected_version=expected_version)
        decided.row.decided_at = now
        decided.row.reject()
        decided.row.save(update_fields=["state", "decided_at"])
        data = {"request_id": request_id, "kind": decided.row.kind, "comment": decided.decision.comment}
        tell(decided.opportunity, events.REQUEST_REJECTED, actor=actor, now=now, data=data)
        return decided.row
