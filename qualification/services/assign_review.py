"""Give a review to another person of pre-sales validation."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.telling import tell
from qualification import events
from qualification.models import Review
from qualification.queries.reviewers import reviewers
from qualification.services.validation_locking import lock_review, require_waiting
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "validation.decide"


def assign_review(
    *, actor: Actor, now: datetime, review_id: int, reviewer_id: int, expected_version: int | None = None
) -> Review:
    """This function will make another validator the reviewer; the due time stays (domain §1.6).

    Raises: NotVisible, Refused, Conflict once decided, Invalid for somebody who may not validate it, StaleVersion.
    """
    with transaction.atomic():
        review, opportunity = lock_review(actor, review_id, ACTION, expected_version=expected_version)
        require_waiting(review, opportunity, ACTION)
        own = (opportunity.owner_id, opportunity.originator_id, review.requested_by_id)
        if reviewer_id not in dict(reviewers(actor)) or reviewer_id in own:
            raise Invalid({"reviewer": ["Choose a person of pre-sales validation who has no part in the deal."]})
        before, review.reviewer_id = review.reviewer_id, reviewer_id
        review.save(update_fields=["reviewer"])
        data = {"review_id": review.pk, "from": before, "to": reviewer_id}
        tell(opportunity, events.VALIDATION_ASSIGNED, actor=actor, now=now, data=data)
        return review
