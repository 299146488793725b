"""Give the verdict of pre-sales validation on a proposal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.proposal import Condition, fingerprint, terms_as_data, terms_from_data, with_conditions
from qualification.domain.validation import told
from qualification.models import EffortEstimate, ProposalVersion, Review
from qualification.queries.causes import open_for_validation, same_content
from qualification.services.clear_trigger import clear_for_validation
from qualification.services.validation_locking import lock_review, newest_version, require_waiting
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "validation.decide"
VERDICTS = ("clear", "clear_with_conditions", "blocked")
BECOMES = ("exclusion", "risk")


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """The verdict, its words, and what it asks for."""

    verdict: str
    note: str = ""
    conditions: tuple[Condition, ...] = ()


def decide_review(
    *, actor: Actor, now: datetime, review_id: int, new: NewVerdict, expected_version: int | None = None
) -> Review:
    """This function will decide a review; conditions are written into the next version of the proposal (domain §1.6).

    `clear` needs every trigger of pre-sales validation cleared and the effort estimated; with conditions, each trigger
    still open is settled by a condition that names it; `blocked` needs its reason.

    Raises: NotVisible, Refused (R15), Conflict once decided or naming what is open, Invalid, StaleVersion.
    """
    with transaction.atomic():
        review, opportunity = lock_review(actor, review_id, ACTION, expected_version=expected_version)
        require_waiting(review, opportunity, ACTION)
        if faults := _faults(new):
            raise Invalid(faults)
        version = newest_version(opportunity, ACTION)
        if new.verdict != "blocked":
            _settle(actor, version, opportunity, new, now)
        review.proposal, review.note, review.tcv = version, new.note.strip(), opportunity.tcv
        review.decided_by_id, review.decided_at = actor.person_id, now
        review.conditions = [asdict(each) for each in new.conditions]
        {"clear": review.clear, "clear_with_conditions": review.clear_with_conditions, "blocked": review.block}[
            new.verdict
        ]()
        review.save()
        if new.conditions:
            _write_conditions(actor, version, new.conditions, now)
        data = {"review_id": review.pk, "number": version.number, "verdict": new.verdict, "note": review.note}
        tell(opportunity, events.VALIDATION_DECIDED, actor=actor, now=now, data=data)
        return review


def _settle(actor: Actor, version: ProposalVersion, opportunity: Opportunity, new: NewVerdict, now: datetime) -> None:
    """Clear what the conditions settle; whatever is open then stands in the way."""
    settled = {key: each.text for each in new.conditions for key in each.triggers}
    missing = []
    for each in open_for_validation(version, now):
        if each.key in settled:
            words = f"Condition: {settled[each.key]}"
            clear_for_validation(actor=actor, now=now, version=version, fired=each, evidence=words)
        else:
            missing.append(f"{each.key} is not cleared ({told(each.key, each.about)})")
    if not EffortEstimate.objects.filter(proposal__in=same_content(version)).exists():
        missing.append("the effort is not estimated")
    if missing:
        raise Conflict(
            "not_clear",
            f"This is not clear yet: {'; '.join(missing)}. Nothing was changed.",
            next_action="Clear each with evidence, or settle it by a condition.",
            action=ACTION,
            subject=ref(opportunity),
            missing=missing,
        )


def _write_conditions(actor: Actor, version: ProposalVersion, conditions: tuple[Condition, ...], now: datetime) -> None:
    terms = with_conditions(terms_from_data(version.terms), conditions)
    written = ProposalVersion.objects.create(
        opportunity_id=version.opportunity_id,
        number=version.number + 1,
        terms=terms_as_data(terms),
        fingerprint=fingerprint(terms),
        basis_id=version.basis_id or version.pk,
        by_id=actor.person_id,
        at=now,
    )
    data = {"number": written.number, "fingerprint": written.fingerprint, "conditions_of": version.number}
    tell(version.opportunity, events.PROPOSAL_WRITTEN, actor=actor, now=now, data=data)


def _faults(new: NewVerdict) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if new.verdict not in VERDICTS:
        faults["verdict"] = [f"Choose one of: {', '.join(VERDICTS)}."]
    if new.verdict == "blocked" and len(new.note.strip()) < 10:
        faults["note"] = ["Say why in at least 10 characters."]
    if (new.verdict == "clear_with_conditions") != bool(new.conditions):
        faults["conditions"] = ["Conditions belong to that verdict, and it to at least one of them."]
    if any(not 10 <= len(each.text.strip()) <= 300 or each.becomes not in BECOMES for each in new.conditions):
        faults["conditions"] = ["A condition has 10 to 300 characters and becomes an exclusion or a risk."]
    return faults
