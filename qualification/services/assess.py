"""Assess one MEDDPICC component, with evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from opportunities.domain.kinds import SOURCE_CLASSES
from opportunities.models import Opportunity
from opportunities.services.attest import pointer_faults
from opportunities.services.locking import facts_of, lock_opportunity, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.meddpicc import BY_KEY, HIGHEST
from qualification.models import Assessment
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

NOTE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """A level 0 to 3 and what it rests on."""

    component: str
    level: int
    note: str
    source_class: str = "our_observation"
    contact_id: int | None = None
    activity_id: int | None = None
    document_id: int | None = None
    link: str = ""


def assess(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    new: NewAssessment,
    expected_version: int | None = None,
) -> Assessment:
    """This function will add a fresh assessment row; earlier rows stay as they are (domain §3.2).

    Level 2 wants the customer's word and who or when; level 3 a document, link or second contact.

    Raises: NotVisible, Refused (R14 …), Conflict R28, Invalid naming each wrong field, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require(actor, "meddpicc.set", replace(facts_of(opportunity, actor), component=new.component))
        require_open(opportunity, "meddpicc.set")
        _check(actor, opportunity, new)
        newest = opportunity.assessments.filter(component=new.component).order_by("-id").first()
        row = Assessment.objects.create(
            opportunity=opportunity,
            component=new.component,
            level=new.level,
            previous_level=newest.level if newest else 0,
            note=new.note.strip(),
            source_class=new.source_class,
            contact_id=new.contact_id,
            activity_id=new.activity_id,
            document_id=new.document_id,
            link=new.link,
            set_by_id=actor.person_id,
            set_at=now,
        )
        data = {"component": new.component, "level": row.level, "previous_level": row.previous_level}
        tell(opportunity, events.ASSESSED, actor=actor, now=now, data=data)
        return row


def _check(actor: Actor, opportunity: Opportunity, new: NewAssessment) -> None:
    faults: dict[str, list[str]] = {}
    if new.component not in BY_KEY:
        faults["component"] = [f"Choose one of: {', '.join(BY_KEY)}."]
    if not 0 <= new.level <= HIGHEST:
        faults["level"] = ["A level is 0 to 3."]
    if len(new.note.strip()) < NOTE_LENGTH:
        faults["note"] = [f"Say what you know in at least {NOTE_LENGTH} characters."]
    if new.source_class not in dict(SOURCE_CLASSES):
        faults["source_class"] = [f"Choose one of: {', '.join(dict(SOURCE_CLASSES))}."]
    elif new.level > 1 and new.source_class == "our_observation":
        faults["source_class"] = ["From level 2 on the customer has said or written it."]
    if new.level > 1 and not any((new.contact_id, new.activity_id, new.document_id, new.link)):
        faults["evidence"] = ["From level 2 on, point at a contact, an activity, a document or a link."]
    faults |= pointer_faults(
        actor, opportunity, contact_id=new.contact_id, activity_id=new.activity_id, document_id=new.document_id
    )
    if faults:
        raise Invalid(faults)
