"""Ask commercial authority: the terms are fixed, the guardrails say who decides, the first step is put to somebody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals import events
from approvals.domain.guardrails import Findings
from approvals.domain.kinds import KINDS, SMALL_DEVIATION, groups_of
from approvals.domain.lifecycle import Justification, approval_ends
from approvals.models import ApprovalRequest
from approvals.models.request import OPEN
from approvals.queries.judging import judge_terms, wants_approval
from approvals.services.request_locking import action_of, lock_request, require_may_ask, require_state
from approvals.services.steps import lay_steps, open_next_group
from opportunities.models import Offer, Opportunity
from opportunities.queries.offer_terms import terms_of
from opportunities.services.locking import lock_opportunity, ref, require_open
from opportunities.services.telling import tell
from qualification.domain.validation import ValidationFacts
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.process.domain.registry import load_facts


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked, about which version of the offer where it is about one, and why."""

    kind: str
    justification: Justification
    offer_number: int | None = None


def submit(*, actor: Actor, now: datetime, opportunity_id: int, new: NewRequest) -> ApprovalRequest:
    """This function will hand a request in; from now on the terms it is about are locked (domain §6.1, §6.6).

    Raises: NotVisible, Refused, Invalid, Conflict R28, Conflict `request_open` for a second one of the kind about the
    same offer, Conflict R06 where the guardrails allow these terms to nobody.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        if new.kind not in KINDS:
            raise Invalid({"kind": [f"Choose one of: {', '.join(KINDS)}."]})
        action = action_of(new.kind)
        require_may_ask(actor, new.kind, opportunity)
        require_open(opportunity, action)
        offer = _offer(opportunity, new)
        if faults := new.justification.faults(now.date()) | _faults_of_offer(offer, now):
            raise Invalid(faults)
        _require_first(opportunity, offer, new.kind)
        row = ApprovalRequest.objects.create(
            opportunity=opportunity,
            offer=offer,
            kind=new.kind,
            requester_id=actor.person_id,
            subject={} if offer else {"asked": new.justification.what.strip()},
            created_at=now,
            **{name: _trimmed(value) for name, value in asdict(new.justification).items()},
        )
        return _hand_in(row, opportunity, actor=actor, now=now)


def resubmit(
    *,
    actor: Actor,
    now: datetime,
    request_id: int,
    justification: Justification,
    expected_version: int | None = None,
) -> ApprovalRequest:
    """This function will hand a returned request in again; changed terms begin with the first step (domain §6.2).

    Raises: NotVisible, Refused, StaleVersion, Invalid, Conflict `request_state`, Conflict R06.
    """
    with transaction.atomic():
        opportunity, row = lock_request(actor, request_id, expected_version=expected_version)
        require_may_ask(actor, row.kind, opportunity)
        require_open(opportunity, action_of(row.kind))
        require_state(row, opportunity, action_of(row.kind), "returned")
        if faults := justification.faults(now.date()) | _faults_of_offer(row.offer, now):
            raise Invalid(faults)
        for name, value in asdict(justification).items():
            setattr(row, name, _trimmed(value))
        if row.offer_id is None:
            row.subject = {"asked": row.what}
        row.save()
        return _hand_in(row, opportunity, actor=actor, now=now)


def _hand_in(row: ApprovalRequest, opportunity: Opportunity, *, actor: Actor, now: datetime) -> ApprovalRequest:
    findings, seen = _judged(row, opportunity, now), row.subject_fingerprint
    row.findings, row.is_fast, row.submitted_at = _told(findings), _is_fast(row, findings), now
    row.submit()
    row.save()
    row.refresh_from_db()
    if row.subject_fingerprint == seen:
        _ask_again(row)
    else:
        lay_steps(row, _groups(row, opportunity, findings))
    row.open_review()
    row.save(update_fields=["state"])
    group = open_next_group(row, now=now)
    data = {
        "request_id": row.pk,
        "kind": row.kind,
        "offer_id": row.offer_id,
        "what": row.what,
        "waiting_for": [step.approver_id for step in group],
    }
    tell(opportunity, events.REQUEST_SUBMITTED, actor=actor, now=now, data=data)
    return row


def _ask_again(row: ApprovalRequest) -> None:
    """Only the words changed: what was approved stays, whoever sent it back is asked once more."""
    for step in row.steps.filter(round=row.round, decision__verdict="returned"):
        if not row.steps.filter(round=row.round, role=step.role, decision=None).exists():
            row.steps.create(round=row.round, group=step.group, role=step.role, hours=step.hours)


def _judged(row: ApprovalRequest, opportunity: Opportunity, now: datetime) -> Findings | None:
    if row.offer_id is None:
        return None
    findings = judge_terms(terms_of(row.offer_id), now=now)
    if findings.is_refused:
        sentences = [match.sentence for match in findings.matches if match.is_refused]
        raise Conflict(
            "R06",
            f"The guardrails allow these terms to nobody: {' '.join(sentences)} Nothing was changed.",
            next_action="Bring the offer back inside, then ask.",
            action=action_of(row.kind),
            subject=ref(opportunity),
        )
    return findings


def _groups(row: ApprovalRequest, opportunity: Opportunity, findings: Findings | None) -> Any:
    return groups_of(
        row.kind,
        findings.roles if findings else (),
        is_always=row.offer_id is not None and wants_approval(opportunity.definition_id),
        has_discount=bool(row.discount and row.discount > 0),
        is_small=opportunity.amount_reporting < SMALL_DEVIATION,
    )


def _is_fast(row: ApprovalRequest, findings: Findings | None) -> bool:
    return row.kind == "offer" and findings is not None and not findings.roles


def _told(findings: Findings | None) -> dict[str, Any]:
    if findings is None:
        return {}
    matches = [{"dimension": m.dimension, "sentence": m.sentence, "roles": list(m.roles)} for m in findings.matches]
    return {"matches": matches, "roles": list(findings.roles), "discount": str(findings.effective_discount)}


def _offer(opportunity: Opportunity, new: NewRequest) -> Offer | None:
    if not KINDS[new.kind].is_about_offer:
        _require_grounds(opportunity, new.kind)
        return None
    offer = opportunity.offers.filter(number=new.offer_number or 0).exclude(state="withdrawn").first()
    if offer is None:
        raise Invalid({"offer_number": ["Name a version of the offer that was not withdrawn."]})
    return offer


def _require_grounds(opportunity: Opportunity, kind: str) -> None:
    """Pre-sales validation gives its verdict on a deviation of scope before leadership does (§6.1)."""
    if kind != "material_scope_deviation":
        return
    known = load_facts("opportunity", [opportunity.pk], opportunity.updated_at)[opportunity.pk]
    if not known.part(ValidationFacts).is_clear:
        raise Invalid({"kind": ["Pre-sales validation gives its verdict on the deviation first."]})


def _faults_of_offer(offer: Offer | None, now: datetime) -> dict[str, list[str]]:
    if offer is None:
        return {}
    last = approval_ends(now.date())
    faults = []
    if offer.valid_until > last:
        faults = [f"The offer is valid until {offer.valid_until}, an approval of today lasts until {last}."]
    options = offer.options.all()
    if not options or any(not option.lines.exists() for option in options):
        faults.append("Every option of the offer needs a line.")
    return {"offer_number": faults} if faults else {}


def _require_first(opportunity: Opportunity, offer: Offer | None, kind: str) -> None:
    if ApprovalRequest.objects.filter(opportunity=opportunity, offer=offer, kind=kind, state__in=OPEN).exists():
        raise Conflict(
            "request_open",
            f"A request of {KINDS[kind].label.lower()} about these terms is open already. Nothing was changed.",
            next_action="Wait for its decision, or withdraw it.",
            action=action_of(kind),
            subject=ref(opportunity),
        )


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
