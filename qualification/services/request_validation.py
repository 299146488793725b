"""Ask pre-sales validation for its verdict on the proposal, and take the request back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import ref
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.validation import REVIEW_HOURS
from qualification.models import Review
from qualification.queries.reviewers import choose_reviewer
from qualification.services.validation_locking import lock_deal, lock_review, newest_version, require_waiting
from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Conflict
from salesops.users.queries import calendar_of

ACTION = "validation.request"


def request_validation(*, actor: Actor, now: datetime, opportunity_id: int, question: str = "") -> Review:
    """This function will put the newest version on the desk of the best suited reviewer, due in two business days.

    The clock runs in the reviewer's calendar (domain §1.6).

    Raises: NotVisible, Refused, Conflict R28, or where no proposal is written or a review is waiting already.
    """
    with transaction.atomic():
        opportunity = lock_deal(actor, opportunity_id, ACTION)
        version = newest_version(opportunity, ACTION)
        if Review.objects.filter(opportunity=opportunity, state="waiting").exists():
            raise Conflict(
                "review_waiting",
                "A validation of this proposal is waiting already. Nothing was changed.",
                next_action="Wait for the verdict, or withdraw the request.",
                action=ACTION,
                subject=ref(opportunity),
            )
        reviewer = choose_reviewer(opportunity, requester_id=actor.person_id, now=now)
        review = Review.objects.create(
            opportunity=opportunity,
            proposal=version,
            reviewer=reviewer,
            question=question.strip(),
            requested_by_id=actor.person_id,
            requested_at=now,
            due_at=add_business_hours(now, REVIEW_HOURS, calendar=calendar_of(reviewer.pk if reviewer else None)),
        )
        data = {
            "review_id": review.pk,
            "number": version.number,
            "reviewer_id": review.reviewer_id,
            "due_at": review.due_at.isoformat(),
        }
        tell(opportunity, events.VALIDATION_REQUESTED, actor=actor, now=now, data=data)
        return review


def withdraw_request(*, actor: Actor, now: datetime, review_id: int, expected_version: int | None = None) -> Review:
    """This function will take a request back before its verdict.

    Raises: NotVisible, Refused, Conflict, StaleVersion.
    """
    with transaction.atomic():
        review, opportunity = lock_review(actor, review_id, ACTION, expected_version=expected_version)
        require_waiting(review, opportunity, ACTION)
        review.withdraw()
        review.save(update_fields=["state"])
        tell(opportunity, events.VALIDATION_WITHDRAWN, actor=actor, now=now, data={"review_id": review.pk})
        return review
