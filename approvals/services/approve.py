"""Approve the step that waits for somebody; with the last one the request is approved and covers its terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.models import ApprovalRequest
from approvals.services.deciding import Decided, Word, give_word
from approvals.services.end_approval import supersede_others
from approvals.services.steps import open_next_group
from opportunities.models import Opportunity
from opportunities.services.locking import ref
from opportunities.services.telling import tell
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Refused


def approve(
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    seen_fingerprint: str,
    comment: str = "",
    expected_version: int | None = None,
) -> ApprovalRequest:
    """This function will approve the actor's step; the next group opens, or the request is approved (domain §6.2).

    Raises: NotVisible, Refused (R15), StaleVersion, Conflict `request_state`, Conflict `terms_changed`.
    """
    with transaction.atomic():
        word = Word("approved", seen_fingerprint, comment)
        decided = give_word(actor=actor, now=now, request_id=request_id, word=word, expected_version=expected_version)
        row, data = decided.row, _told(decided)
        if group := open_next_group(row, now=now):
            waiting_for = [step.approver_id for step in group]
            told = {**data, "waiting_for": waiting_for}
            tell(decided.opportunity, events.STEP_APPROVED, actor=actor, now=now, data=told)
            return row
        _require_second_person(row, decided.opportunity)
        row.decided_at = now
        row.approve()
        row.save(update_fields=["state", "decided_at"])
        row.refresh_from_db()
        supersede_others(row, decided.opportunity, now=now)
        told = {**data, "expires_on": row.expires_on.isoformat() if row.expires_on else ""}
        tell(decided.opportunity, events.REQUEST_APPROVED, actor=actor, now=now, data=told)
        return row


def approve_many(*, actor: Actor, now: datetime, seen: Sequence[tuple[int, str]]) -> list[ApprovalRequest]:
    """This function will approve several requests of the inside-guardrail lane, all or none (domain §6.4).

    `seen` holds each request with the fingerprint that was shown.

    Raises: what `approve` raises, and Refused for a request that is not of the lane.
    """
    with transaction.atomic():
        rows = []
        # By deal, so that two batches never wait for each other in a circle.
        order = dict(ApprovalRequest.objects.filter(pk__in=[pk for pk, _ in seen]).values_list("id", "opportunity_id"))
        for pk, fingerprint in sorted(seen, key=lambda each: (order.get(each[0], 0), each[0])):
            row = approve(actor=actor, now=now, request_id=pk, seen_fingerprint=fingerprint)
            if not row.is_fast:
                raise Refused(
                    "not_of_the_lane",
                    f"Request {pk} is outside the guardrails and is decided by itself. Nothing was changed.",
                    next_action="Open it.",
                    action="approval.decide",
                    subject=ref(row.opportunity),
                )
            rows.append(row)
        return rows


def _require_second_person(row: ApprovalRequest, opportunity: Opportunity) -> None:
    said = set(
        row.steps.filter(round=row.round, decision__verdict="approved").values_list("decision__by_id", flat=True)
    )
    if said == {opportunity.originator_id} and getattr(opportunity, "team_mode", "") != "solo":
        why = refusal("R15")
        raise Refused(
            why.code,
            f"{why.sentence} Who brought the deal in is not its only approver. Nothing was changed.",
            next_action=why.next_action,
            action="approval.decide",
            subject=ref(opportunity),
        )


def _told(decided: Decided) -> dict[str, object]:
    return {
        "request_id": decided.row.pk,
        "kind": decided.row.kind,
        "what": decided.row.what,
        "role": decided.step.role,
        "on_behalf_of": decided.decision.on_behalf_of_id,
        "comment": decided.decision.comment,
    }
