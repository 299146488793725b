"""One contact: page, form, departure, merges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.accounts.forms import ContactForm, MergeForm
from salesops.accounts.queries import contact_by_id, contacts, merge_by_id, merges_of_contact, positions
from salesops.accounts.services.amend_contact import amend_contact
from salesops.accounts.services.create_contact import create_contact
from salesops.accounts.services.mark_left import mark_left
from salesops.accounts.services.merge_contacts import merge_contacts
from salesops.accounts.services.unmerge_contacts import unmerge_contacts
from salesops.accounts.views.account import AccountFormView
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.web.http import ActingRequest

FIELDS = ("name", "title", "persona", "email", "phone")


@require_GET
def show_contact(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a person with every position we knew them in."""
    actor: Actor = request.actor
    contact = contact_by_id(actor, pk)
    context = {
        "contact": contact,
        "positions": list(positions(actor, pk)),
        "merges": list(merges_of_contact(actor, pk)),
        "may_edit": decide(actor, "account.edit", Facts()).allowed,
        "may_merge": decide(actor, "account.merge", Facts()).allowed,
    }
    return render(request, "accounts/contact_page.html", context)


class NewContactView(AccountFormView):
    """A new person at an account."""

    form_class = ContactForm
    title = "New contact"
    submit_label = "Add contact"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add them."""
        values = {name: data[name] for name in FIELDS}
        create_contact(actor=self.actor, now=timezone.now(), account_id=self.account.pk, **values)
        return f"{data['name']} added."


class ContactFormView(AccountFormView):
    """A form about a contact."""

    def load(self) -> None:
        """Read the contact."""
        self.contact = contact_by_id(self.actor, self.kwargs["pk"])

    def get_back_url(self) -> str:
        """Cancelling leads to the contact."""
        return reverse("accounts:contact", args=[self.contact.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the person above the form."""
        return {"subject_name": f"{self.contact.name}, {self.contact.account.name}"}


class EditContactView(ContactFormView):
    """What is known of a person."""

    form_class = ContactForm
    title = "Edit contact"

    def get_initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {"version": self.contact.version, **{name: getattr(self.contact, name) for name in FIELDS}}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        amend_contact(
            actor=self.actor,
            now=timezone.now(),
            contact_id=self.contact.pk,
            version=data["version"] or self.contact.version,
            values={name: data[name] for name in FIELDS},
        )
        return "Saved."


class LeftView(ContactFormView):
    """A person who left."""

    form_class = Form
    title = "Did this person leave the account?"
    lead = "What they said stays as evidence; deals where they matter are asked to confirm again."
    submit_label = "Yes, they left"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        mark_left(actor=self.actor, now=timezone.now(), contact_id=self.contact.pk, version=self.contact.version)
        return "Recorded."


class MergeContactView(ContactFormView):
    """A duplicate merged into this contact."""

    form_class = MergeForm
    title = "Merge a duplicate into this contact?"
    lead = "Activities, roles and evidence move here. It can be undone exactly."
    submit_label = "Merge"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people of the same account."""
        others = contacts(self.actor, account_id=self.contact.account_id).exclude(pk=self.contact.pk)
        return {"others": [(str(each.pk), each.name) for each in others]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Merge it."""
        merge_contacts(
            actor=self.actor,
            now=timezone.now(),
            kept_id=self.contact.pk,
            absorbed_id=int(data["absorbed_id"]),
            reason=data["reason"],
        )
        return "Merged. Undo it under Merges on this page."


class UnmergeContactView(ContactFormView):
    """A merge undone."""

    form_class = Form
    title = "Undo this merge?"
    lead = "Everything that moved goes back where it was."
    submit_label = "Undo the merge"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Undo it."""
        merge = merge_by_id(self.actor, self.kwargs["merge_id"], "contact")
        unmerge_contacts(actor=self.actor, now=timezone.now(), merge_id=merge.pk)
        return "Undone. Both contacts are as they were."
