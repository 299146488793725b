"""Validate a requirement, reject it, open it again, or take it off the list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.domain.kinds import SOURCE_CLASSES
from opportunities.models import Opportunity
from opportunities.services.attest import Evidence, pointer_faults
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.requirements import NOTE_LENGTH, STATES, VALIDATED
from qualification.models import Judgement, Requirement
from qualification.services.alignments import end_alignment
from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible


def action_of(kind: str) -> str:
    """This function will return the act that judging a kind is: only validation judges technical ones (§1.3)."""
    return "validation.decide" if kind == "technical" else "scope.edit"


def judge_requirement(*, actor: Actor, now: datetime, requirement_id: int, state: str, evidence: Evidence) -> Judgement:
    """This function will record a person's word on a requirement; the newest counts (domain §4.5).

    A word other than `validated` ends the alignment of its group.

    Raises: NotVisible, Refused (R15 for the owner of a technical one), Conflict R28, Invalid naming each fault.
    """
    with transaction.atomic():
        requirement = Requirement.objects.filter(pk=requirement_id).first()
        if requirement is None:
            raise NotVisible("not_found", f"There is no requirement {requirement_id} for you.")
        opportunity = lock_opportunity(actor, requirement.opportunity_id)
        action = action_of(requirement.kind)
        require_action(actor, action, opportunity)
        require_open(opportunity, action)
        if faults := _faults(actor, opportunity, state, evidence):
            raise Invalid(faults)
        row = Judgement.objects.create(
            requirement=requirement,
            state=state,
            note=evidence.note.strip(),
            source_class=evidence.source_class,
            contact_id=evidence.contact_id,
            activity_id=evidence.activity_id,
            document_id=evidence.document_id,
            link=evidence.link,
            by_id=actor.person_id,
            at=now,
        )
        data = {"requirement_id": requirement.pk, "text": requirement.text, "state": state, "note": row.note}
        tell(opportunity, events.REQUIREMENT_JUDGED, actor=actor, now=now, data=data)
        if state != VALIDATED:
            end_alignment(opportunity, requirement.kind, f"{requirement.text} is {state}.", actor=actor, now=now)
        return row


def _faults(actor: Actor, opportunity: Opportunity, state: str, evidence: Evidence) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if state not in dict(STATES):
        faults["state"] = [f"Choose one of: {', '.join(dict(STATES))}."]
    if len(evidence.note.strip()) < NOTE_LENGTH:
        faults["note"] = [f"Say what you know in at least {NOTE_LENGTH} characters."]
    if evidence.source_class not in dict(SOURCE_CLASSES):
        faults["source_class"] = [f"Choose one of: {', '.join(dict(SOURCE_CLASSES))}."]
    pointers = (evidence.contact_id, evidence.activity_id, evidence.document_id, evidence.link)
    if state == VALIDATED and not any(pointers):
        faults["evidence"] = ["Point at an activity, a document, a link or a contact."]
    return faults | pointer_faults(
        actor,
        opportunity,
        contact_id=evidence.contact_id,
        activity_id=evidence.activity_id,
        document_id=evidence.document_id,
    )
