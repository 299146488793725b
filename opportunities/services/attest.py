"""Put one's name to a criterion, with evidence; or take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import SOURCE_CLASSES
from opportunities.models import Activity, Attestation, Document, Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, require_open
from opportunities.services.telling import tell
from salesops.accounts.queries import contacts
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Criterion, Kind, StageKind
from salesops.process.queries import definition_of

NOTE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an attestation rests on: words, a source class, and at least one thing to look at."""

    note: str
    source_class: str
    contact_id: int | None = None
    activity_id: int | None = None
    document_id: int | None = None
    link: str = ""


def attest(*, actor: Actor, now: datetime, opportunity_id: int, criterion_id: str, evidence: Evidence) -> Attestation:
    """This function will record a named person's word on an attested criterion (domain §0.3 Evidence).

    Raises: NotVisible, Refused if the criterion does not name the person's role, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        criterion = find_criterion(opportunity, criterion_id)
        _ask(actor, opportunity, criterion)
        require_open(opportunity, "criterion.attest")
        _check(actor, opportunity, criterion, evidence)
        row = Attestation.objects.create(
            opportunity=opportunity,
            criterion_id=criterion_id,
            note=evidence.note.strip(),
            source_class=evidence.source_class,
            contact_id=evidence.contact_id,
            activity_id=evidence.activity_id,
            document_id=evidence.document_id,
            link=evidence.link,
            by_id=actor.person_id,
            at=now,
        )
        data = {"criterion": criterion_id, "note": row.note, "source_class": row.source_class}
        tell(opportunity, events.ATTESTED, actor=actor, now=now, data=data)
        return row


def withdraw_attestation(
    *, actor: Actor, now: datetime, opportunity_id: int, criterion_id: str, reason: str
) -> Attestation:
    """This function will take an attestation back; the earlier row stays.

    Raises: NotVisible, Refused, Invalid where nothing is attested or the reason is under 20 characters.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        _ask(actor, opportunity, find_criterion(opportunity, criterion_id))
        latest = opportunity.attestations.filter(criterion_id=criterion_id).order_by("-id").first()
        if latest is None or latest.is_withdrawal:
            raise Invalid({"criterion": ["Nothing is attested here."]})
        if len(reason.strip()) < NOTE_LENGTH:
            raise Invalid({"reason": [f"Say why in at least {NOTE_LENGTH} characters."]})
        row = Attestation.objects.create(
            opportunity=opportunity,
            criterion_id=criterion_id,
            note=reason.strip(),
            source_class="our_observation",
            is_withdrawal=True,
            by_id=actor.person_id,
            at=now,
        )
        data = {"criterion": criterion_id, "reason": row.note}
        tell(opportunity, events.ATTESTATION_WITHDRAWN, actor=actor, now=now, data=data)
        return row


def find_criterion(opportunity: Opportunity, criterion_id: str) -> Criterion:
    """This function will find a criterion in the pinned definition. Raises: Invalid if it has none such."""
    definition = definition_of(opportunity.definition_id)
    for stage in definition.stages:
        edge = definition.main_edge(stage.key) if stage.kind is StageKind.OPEN else None
        for item in definition.criteria(edge) if edge else ():
            if item.id == criterion_id:
                return item
    raise Invalid({"criterion": [f"{definition.name} has no criterion {criterion_id}."]})


def _ask(actor: Actor, opportunity: Opportunity, criterion: Criterion) -> None:
    facts = replace(facts_of(opportunity, actor), attester_roles=frozenset(criterion.attesters))
    require(actor, "criterion.attest", facts)


def _check(actor: Actor, opportunity: Opportunity, criterion: Criterion, evidence: Evidence) -> None:
    faults: dict[str, list[str]] = {}
    if criterion.kind is Kind.DERIVED:
        faults["criterion"] = [f"{criterion.text} is derived from data; nobody can tick it."]
    if len(evidence.note.strip()) < NOTE_LENGTH:
        faults["note"] = [f"Say what you know in at least {NOTE_LENGTH} characters."]
    wanted = criterion.evidence or tuple(dict(SOURCE_CLASSES))
    if evidence.source_class not in wanted:
        faults["source_class"] = [f"This criterion wants: {', '.join(wanted)}."]
    if not any((evidence.contact_id, evidence.activity_id, evidence.document_id, evidence.link)):
        faults["evidence"] = ["Point at an activity, a document, a link or a contact."]
    faults |= pointer_faults(
        actor,
        opportunity,
        contact_id=evidence.contact_id,
        activity_id=evidence.activity_id,
        document_id=evidence.document_id,
    )
    if faults:
        raise Invalid(faults)


def pointer_faults(
    actor: Actor, opportunity: Opportunity, *, contact_id: int | None, activity_id: int | None, document_id: int | None
) -> dict[str, list[str]]:
    """This function will say, by field, which things pointed at do not belong to the opportunity (domain §0.3)."""
    faults: dict[str, list[str]] = {}
    account = opportunity.account_id
    if contact_id and not (account and contacts(actor, account_id=account).filter(pk=contact_id).exists()):
        faults["contact"] = ["Choose a contact of this account."]
    if activity_id and not Activity.objects.filter(pk=activity_id, opportunity=opportunity).exists():
        faults["activity"] = ["Choose an activity of this opportunity."]
    if document_id and not Document.objects.filter(pk=document_id, opportunity=opportunity).exists():
        faults["document"] = ["Choose a document of this opportunity."]
    return faults
