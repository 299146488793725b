"""Record a win on the way (Tech, Business, Financial, Legal), or revoke it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Milestone, Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.queries import definition_of

EVIDENCE_LENGTH = 20
LEGAL_WIN = "legal_win"


def reach_milestone(*, actor: Actor, now: datetime, opportunity_id: int, key: str, evidence: str) -> Milestone:
    """This function will record a milestone of the opportunity's process on evidence (domain §2.5).

    Raises: NotVisible, Refused, Conflict R28, Invalid (unknown key, reached already, evidence under 20 characters).
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "criterion.attest", opportunity)
        require_open(opportunity, "criterion.attest")
        known = definition_of(opportunity.definition_id).milestones
        if key not in known:
            raise Invalid({"key": [f"This process has: {', '.join(known) or 'no milestones'}."]})
        if opportunity.milestones.filter(key=key, revoked_at__isnull=True).exists():
            raise Invalid({"key": ["It is reached already."]})
        if len(evidence.strip()) < EVIDENCE_LENGTH:
            raise Invalid({"evidence": [f"Say what shows it in at least {EVIDENCE_LENGTH} characters."]})
        redlines = opportunity.legal_items.filter(document__isnull=False, settled_at=None).order_by("id")
        if key == LEGAL_WIN and (open_ones := [each.text for each in redlines]):
            raise Invalid({"key": [f"Settle the redlines first: {'; '.join(open_ones)}."]})
        row = Milestone.objects.create(
            opportunity=opportunity, key=key, evidence=evidence.strip(), by_id=actor.person_id, reached_at=now
        )
        row.refresh_from_db(fields=["amount", "currency"])
        tell(opportunity, events.MILESTONE_REACHED, actor=actor, now=now, data={"milestone": key})
        return row


def revoke_milestone(*, actor: Actor, now: datetime, opportunity_id: int, key: str, reason: str) -> Milestone:
    """This function will revoke a milestone that no longer holds; it stays in the history.

    Raises: NotVisible, Refused, Invalid where it is not reached or no reason is given.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "criterion.attest", opportunity)
        row = revoke_where_reached(opportunity, key, reason.strip(), actor=actor, now=now) if reason.strip() else None
        if row is None:
            raise Invalid({"key": ["Name a milestone that is reached, and why it no longer holds."]})
        return row


def revoke_where_reached(
    opportunity: Opportunity, key: str, reason: str, *, actor: Actor, now: datetime
) -> Milestone | None:
    """This function will revoke a milestone of a locked opportunity that something else undid; None if not reached."""
    row = opportunity.milestones.filter(key=key, revoked_at__isnull=True).first()
    if row is None:
        return None
    row.revoked_at, row.revoked_reason = now, reason
    row.save(update_fields=["revoked_at", "revoked_reason"])
    data = {"milestone": key, "reason": reason}
    tell(opportunity, events.MILESTONE_REVOKED, actor=actor, now=now, data=data)
    return row
