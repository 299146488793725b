"""Lift the block of a proposal by taking its risk on oneself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import ref
from opportunities.services.telling import tell
from qualification import events
from qualification.models import Review
from qualification.queries.causes import open_for_validation
from qualification.services.clear_trigger import clear_for_validation
from qualification.services.validation_locking import lock_review, newest_version, require_words
from salesops.core.actor import Actor
from salesops.core.errors import Conflict

ACTION = "approval.override"


def accept_risk(
    *, actor: Actor, now: datetime, review_id: int, reason: str, expected_version: int | None = None
) -> Review:
    """This function will lift a block: leadership takes the risk on itself, in writing (domain §1.6).

    Raises: NotVisible, Refused (never one's own deal), Conflict unless it is blocked, Invalid, StaleVersion.
    """
    with transaction.atomic():
        review, opportunity = lock_review(actor, review_id, ACTION, expected_version=expected_version)
        version = newest_version(opportunity, ACTION)
        if review.state != "blocked" or review.risk_accepted_at or review.proposal_id != version.pk:
            raise Conflict(
                "review_state",
                "There is no block to lift on the newest version. Nothing was changed.",
                next_action="Look at the newest review.",
                action=ACTION,
                subject=ref(opportunity),
            )
        review.risk_reason = require_words("reason", reason)
        review.risk_accepted_by_id, review.risk_accepted_at = actor.person_id, now
        review.save(update_fields=["risk_reason", "risk_accepted_by", "risk_accepted_at"])
        words = f"Risk accepted: {review.risk_reason}"
        for each in open_for_validation(version, now):
            clear_for_validation(actor=actor, now=now, version=version, fired=each, evidence=words)
        data = {"review_id": review.pk, "number": version.number, "reason": review.risk_reason}
        tell(opportunity, events.RISK_ACCEPTED, actor=actor, now=now, data=data)
        return review
