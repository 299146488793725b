"""File a document on an opportunity, and take it from draft to issued, signed or paid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from opportunities import events
from opportunities.domain.files import file_fault
from opportunities.domain.kinds import DOCUMENT_KINDS, DOCUMENT_ORIGINS, DOCUMENT_STATES
from opportunities.models import Document, Opportunity
from opportunities.services.locking import lock_opportunity, ref, require_action
from opportunities.services.telling import tell
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as it is filed: a file's bytes or a link."""

    kind: str
    title: str
    content: bytes = b""
    file_name: str = ""
    link: str = ""
    state: str = "draft"
    is_internal: bool = True
    signed_by: str = ""
    signed_title: str = ""
    signed_company: str = ""
    signed_on: date | None = None
    number: int = 1
    origin: str = "ours"
    received_on: date | None = None
    reference: str = ""


def file_document(*, actor: Actor, now: datetime, opportunity_id: int, new: NewDocument) -> Document:
    """This function will file a document with its hash (domain §7.3).

    Raises: NotVisible, Refused, Invalid (wrong kind or file), Conflict R24 for an invoice that is issued
    before the signed agreement.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "opp.edit_core", opportunity)
        _check(new, now)
        row = Document(
            opportunity=opportunity,
            kind=new.kind,
            title=new.title.strip(),
            link=new.link,
            is_internal=new.is_internal,
            number=new.number,
            origin=new.origin,
            received_on=new.received_on,
            reference=new.reference.strip(),
            by_id=actor.person_id,
            created_at=now,
        )
        if new.content:
            row.content_type, row.size = file_type(new), len(new.content)
            row.sha256 = hashlib.sha256(new.content).hexdigest()
            row.file.save(f"{uuid4().hex}", ContentFile(new.content), save=False)
        signature = Signature(new.signed_by, new.signed_title, new.signed_company, new.signed_on)
        _set_state(opportunity, row, new.state, signature, now)
        row.save()
        data = {"document_id": row.pk, "kind": row.kind, "state": row.state, "sha256": row.sha256}
        tell(opportunity, events.DOCUMENT_FILED, actor=actor, now=now, data=data)
        return row


def change_document(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    document_id: int,
    state: str,
    signed_by: str = "",
    signed_title: str = "",
    signed_company: str = "",
    signed_on: date | None = None,
    expected_version: int | None = None,
) -> Document:
    """This function will take a document to another state; its content never changes.

    Raises: NotVisible, Refused, Invalid, Conflict R24, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        row = opportunity.documents.filter(pk=document_id).first()
        if row is None:
            raise NotVisible("not_found", "There is no such document on this opportunity.")
        before = row.state
        _set_state(opportunity, row, state, Signature(signed_by, signed_title, signed_company, signed_on), now)
        row.save(update_fields=["state", "signed_by", "signed_title", "signed_company", "signed_on"])
        data = {"document_id": row.pk, "kind": row.kind, "from": before, "to": state}
        tell(opportunity, events.DOCUMENT_CHANGED, actor=actor, now=now, data=data)
        return row


def file_type(new: NewDocument) -> str:
    """This function will return the MIME type the file's first bytes say. Raises: Invalid for another type."""
    found, fault = file_fault(new.file_name, new.content)
    if fault:
        raise Invalid({"file": [fault]})
    return found


def _check(new: NewDocument, now: datetime) -> None:
    faults: dict[str, list[str]] = {}
    if new.kind not in dict(DOCUMENT_KINDS):
        faults["kind"] = [f"Choose one of: {', '.join(dict(DOCUMENT_KINDS))}."]
    if not new.title.strip():
        faults["title"] = ["Give the document a title."]
    if new.origin not in dict(DOCUMENT_ORIGINS):
        faults["origin"] = [f"Choose one of: {', '.join(dict(DOCUMENT_ORIGINS))}."]
    if new.received_on is not None and new.received_on > now.date():
        faults["received_on"] = ["It has not come yet."]
    if bool(new.content) == bool(new.link):
        faults["file"] = ["Choose a file or give a link, one of the two."]
    if faults:
        raise Invalid(faults)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a paper, in which function, for which company, and when."""

    by: str
    title: str
    company: str
    on: date | None


def _set_state(opportunity: Opportunity, row: Document, state: str, signature: Signature, now: datetime) -> None:
    if state not in dict(DOCUMENT_STATES):
        raise Invalid({"state": [f"Choose one of: {', '.join(dict(DOCUMENT_STATES))}."]})
    if state == "paid" and row.kind != "invoice":
        raise Invalid({"state": ["Only an invoice is paid."]})
    if state == "signed" and (not signature.by.strip() or signature.on is None or signature.on > now.date()):
        raise Invalid({"signed_by": ["Say who signed, and the day it was signed."]})
    if row.kind == "invoice" and state in ("issued", "paid") and not _has_signed_agreement(opportunity):
        why = refusal("R24")
        raise Conflict(
            why.code, why.sentence, next_action=why.next_action, action="invoice.issue", subject=ref(opportunity)
        )
    row.state = state
    if state == "signed":
        row.signed_by, row.signed_on = signature.by.strip(), signature.on
        row.signed_title, row.signed_company = signature.title.strip(), signature.company.strip()


def _has_signed_agreement(opportunity: Opportunity) -> bool:
    return opportunity.documents.filter(kind__in=["agreement", "memorandum", "quote"], state="signed").exists()
