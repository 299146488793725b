"""How every verdict is given: the step that is the actor's, the terms they saw, the word, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from approvals.domain.envelope import Envelope
from approvals.domain.lifecycle import APART, COMMENT, approval_ends
from approvals.models import ApprovalRequest, ApprovalStep, Decision
from approvals.services.request_locking import DECIDE, lock_request, require_state
from approvals.services.steps import waiting_steps
from opportunities.domain.offers import OfferTerms
from opportunities.models import Opportunity
from opportunities.queries.offer_terms import fingerprint_of, terms_of
from opportunities.services.locking import facts_of, ref
from salesops.charter import require
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, Refused

_CAPACITY = (
    "SELECT capacity, in_place_of FROM step_capacity((SELECT s FROM approvals_approvalstep s WHERE s.id = %s), %s, %s)"
)
_REFUSAL = "SELECT step_refusal(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict with its comment, on the terms with the fingerprint that was shown."""

    verdict: str
    seen_fingerprint: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A locked request with the step that was just decided."""

    opportunity: Opportunity
    row: ApprovalRequest
    step: ApprovalStep
    decision: Decision


def give_word(
    *, actor: Actor, now: datetime, request_id: int, word: Word, expected_version: int | None = None
) -> Decided:
    """This function will write the actor's word on the step of a request that waits for them (domain §1.4, §6.2).

    Raises: NotVisible, Refused (R15 and what the charter says), StaleVersion, Invalid without a comment where one is
    needed, Conflict `request_state`, Conflict `terms_changed` with the difference where other terms were seen.
    """
    opportunity, row = lock_request(actor, request_id, expected_version=expected_version)
    require_state(row, opportunity, DECIDE, "in_review")
    step, in_place_of = _step_of(actor, opportunity, row, now)
    _require_seen(opportunity, row, word)
    if word.verdict != "approved" and len(word.comment.strip()) < COMMENT:
        raise Invalid({"comment": [f"Say why in at least {COMMENT} characters."]})
    decision = Decision.objects.create(
        step=step,
        verdict=word.verdict,
        by_id=actor.person_id,
        on_behalf_of_id=in_place_of,
        at=now,
        comment=word.comment.strip(),
        seen_fingerprint=word.seen_fingerprint,
    )
    return Decided(opportunity, row, step, decision)


def _step_of(
    actor: Actor, opportunity: Opportunity, row: ApprovalRequest, now: datetime
) -> tuple[ApprovalStep, int | None]:
    """Find the open step the actor decides, and in whose place."""
    steps = [step for step in waiting_steps(row) if step.opened_at]
    answers = [(step, _asked(_REFUSAL, step, actor, now)[0][0]) for step in steps]
    for step, answer in answers:
        if not answer:
            capacity, in_place_of = _asked(_CAPACITY, step, actor, now)[0]
            _require_charter(actor, opportunity, row, "leader" if capacity == "leader" else step.role, capacity)
            return step, in_place_of
    answer = answers[0][1]
    if answer in APART:
        why = refusal("R15")
        sentence = f"{why.sentence} {APART[answer]} Nothing was changed."
        raise Refused(why.code, sentence, next_action=why.next_action, action=DECIDE, subject=ref(opportunity))
    _require_charter(actor, opportunity, row, steps[0].role, "")
    raise Refused(
        "not_your_step",
        f"The request waits for {', '.join(step.approver.name for step in steps if step.approver) or 'somebody else'}. "
        "Nothing was changed.",
        next_action="Leave it to them, or to their deputy within the limits.",
        action=DECIDE,
        subject=ref(opportunity),
    )


def _asked(question: str, step: ApprovalStep, actor: Actor, now: datetime) -> list[tuple[str, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [step.pk, actor.user_id, now])
        return list(cursor.fetchall())


def _require_charter(actor: Actor, opportunity: Opportunity, row: ApprovalRequest, role: str, capacity: str) -> None:
    facts = facts_of(opportunity, actor)
    known = replace(facts, step_role=role, requester_id=row.requester_id, is_deputy=capacity == "deputy")
    require(actor, DECIDE, known)


def _require_seen(opportunity: Opportunity, row: ApprovalRequest, word: Word) -> None:
    now_is = fingerprint_of(row.offer_id) if row.offer_id else row.subject_fingerprint
    if word.seen_fingerprint == row.subject_fingerprint == now_is:
        return
    raise Conflict(
        "terms_changed",
        "The terms are not those you saw. Nothing was decided.",
        next_action="Look at them again.",
        action=DECIDE,
        subject=ref(opportunity),
        differences=_differences(row),
    )


def _differences(row: ApprovalRequest) -> list[dict[str, str]]:
    """Say what lies outside the terms that were submitted; empty where only an older round was seen."""
    if row.offer_id is None:
        return []
    submitted = Envelope.of(OfferTerms.read(row.subject), expires_on=approval_ends(row.created_at.date()))
    limits = submitted.limits(terms_of(row.offer_id))
    return [
        {"label": limit.label, "submitted": limit.approved, "now": limit.now}
        for limit in limits
        if limit.key != "valid_until" and limit.approved != limit.now
    ]
