"""Forms about people and documents of a deal, and the download of a stored file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import FileResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.deal import DealFormView
from opportunities.forms.work import DocumentForm, DocumentStateForm, StakeholderForm
from opportunities.queries import choices
from opportunities.queries.api import stored_file_of
from opportunities.queries.detail import document_of
from opportunities.services.add_person import NewPerson, add_person
from opportunities.services.add_stakeholder import add_stakeholder, remove_stakeholder
from opportunities.services.file_document import NewDocument, change_document, file_document
from salesops.web.downloads import as_download
from salesops.web.http import ActingRequest

SIGNATURE = ("state", "signed_by", "signed_title", "signed_company", "signed_on")


class StakeholderView(DealFormView):
    """A person and their role here."""

    form_class = StakeholderForm
    title = "Add person"
    submit_label = "Add"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the account's contacts."""
        return {"contacts": choices.contact_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add the person, recording them first where they are new."""
        asked: dict[str, Any] = {"actor": self.actor, "now": timezone.now(), "opportunity_id": self.deal.pk}
        if data["name"] and not data["contact_id"]:
            new = NewPerson(data["name"], data["role"], data["email"], data["title"], data["note"])
            return f"{add_person(new=new, **asked).contact.name} added."
        added = add_stakeholder(contact_id=int(data["contact_id"] or 0), role=data["role"], note=data["note"], **asked)
        return f"{added.contact.name} added."


class RemoveStakeholderView(DealFormView):
    """A role taken off the map."""

    form_class = Form
    title = "Take this person off the deal?"
    lead = "The contact stays at the account; the history keeps that they were here."
    submit_label = "Take off"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it off."""
        remove_stakeholder(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            stakeholder_id=self.kwargs["stakeholder_id"],
        )
        return "Taken off the deal."


class DocumentView(DealFormView):
    """A document filed."""

    form_class = DocumentForm
    title = "File a document"
    submit_label = "File"

    def perform(self, data: Mapping[str, Any]) -> str:
        """File it."""
        upload = data["file"]
        new = NewDocument(
            kind=data["kind"],
            title=data["title"],
            content=upload.read() if upload else b"",
            file_name=upload.name if upload else "",
            link=data["link"],
            state=data["state"],
            signed_by=data["signed_by"],
            signed_title=data["signed_title"],
            signed_company=data["signed_company"],
            signed_on=data["signed_on"],
            number=data["number"] or 1,
            origin=data["origin"] or "ours",
            received_on=data["received_on"],
            reference=data["reference"],
        )
        file_document(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, new=new)
        return f"{data['title']} filed."


class DocumentStateView(DealFormView):
    """How far a document got."""

    form_class = DocumentStateForm
    title = "Change the document"

    def get_initial(self) -> dict[str, Any]:
        """Start with its state."""
        row = document_of(self.actor, self.deal, self.kwargs["document_id"])
        return {name: getattr(row, name) for name in SIGNATURE}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Change it."""
        change_document(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            document_id=self.kwargs["document_id"],
            **{name: data[name] for name in SIGNATURE},
        )
        return "Document changed."


@require_GET
def download(request: ActingRequest, pk: int, document_id: int) -> FileResponse:
    """Send a stored file as a download; it is never shown in the page's own origin."""
    row = stored_file_of(request.actor, pk, document_id)
    return as_download(row.file, row.title, row.content_type)
