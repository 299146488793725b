"""The first step of every service of validation: lock the opportunity, then find its newest proposal version."""

from __future__ import annotations

from dataclasses import replace

from opportunities.models import Opportunity
from opportunities.services.locking import (
    facts_of,
    lock_opportunity,
    ref,
    require_action,
    require_open,
    require_version,
)
from qualification.domain.triggers import PSV, ROUTE_ROLES
from qualification.domain.validation import REASON_LENGTH
from qualification.models import ProposalVersion, Review
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible, StaleVersion

THE_PROPOSAL = "The proposal"


def lock_deal(actor: Actor, opportunity_id: int, action: str) -> Opportunity:
    """This function will lock an open opportunity for somebody who may do the action.

    Raises: NotVisible, Refused, Conflict R28 where it is closed.
    """
    opportunity = lock_opportunity(actor, opportunity_id)
    require_action(actor, action, opportunity)
    require_open(opportunity, action)
    return opportunity


def lock_review(
    actor: Actor, review_id: int, action: str, *, expected_version: int | None = None
) -> tuple[Review, Opportunity]:
    """This function will lock a review behind its opportunity.

    Raises: NotVisible, Refused, Conflict R28, StaleVersion.
    """
    opportunity_id = Review.objects.filter(pk=review_id).values_list("opportunity_id", flat=True).first()
    if opportunity_id is None:
        raise NotVisible("not_found", f"There is no review {review_id} for you.", next_action="Open the desk.")
    opportunity = lock_deal(actor, opportunity_id, action)
    review = Review.objects.select_for_update().get(pk=review_id)
    if expected_version is not None and review.version != expected_version:
        raise StaleVersion(
            "stale_version",
            "The review was changed since you read it.",
            next_action="Read it again and repeat your change.",
            version=review.version,
            subject=ref(opportunity),
        )
    return review, opportunity


def require_route(actor: Actor, route: str, opportunity: Opportunity) -> None:
    """This function will ask whether the actor clears on a route here (domain §1.5). Raises: Refused."""
    if route == PSV:
        require_action(actor, "validation.decide", opportunity)
        return
    roles = ROUTE_ROLES[route]
    role = next((each for each in roles if actor.has_role(each)), roles[0])
    known = replace(facts_of(opportunity, actor), step_role=role, requester_id=opportunity.originator_id)
    require(actor, "approval.decide", known)


def require_waiting(review: Review, opportunity: Opportunity, action: str) -> None:
    """This function will insist that no verdict is given yet. Raises: Conflict."""
    if review.state != "waiting":
        raise Conflict(
            "review_state",
            f"The review is {review.get_state_display().lower()}. Nothing was changed.",
            next_action="Ask for a new validation.",
            action=action,
            subject=ref(opportunity),
        )


def newest_version(opportunity: Opportunity, action: str, *, number: int | None = None) -> ProposalVersion:
    """This function will return the newest version of the proposal; `number` is the one that was read, if it counts.

    Raises: Conflict where none is written; StaleVersion where a newer one is.
    """
    version = ProposalVersion.objects.filter(opportunity=opportunity).order_by("-number").first()
    if version is None:
        raise Conflict(
            "no_proposal",
            f"{opportunity.name} has no proposal yet. Nothing was changed.",
            next_action="Write the proposal first.",
            action=action,
            subject=ref(opportunity),
        )
    require_version(opportunity, THE_PROPOSAL, number, version.number)
    return version


def require_words(field: str, text: str) -> str:
    """This function will insist on a reason a reader can use. Raises: Invalid."""
    if len(text.strip()) < REASON_LENGTH:
        raise Invalid({field: [f"Say it in at least {REASON_LENGTH} characters."]})
    return text.strip()
