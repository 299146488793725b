"""Partners for our own people: papers, fee, people, and what they brought (domain §11.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from salesops.accounts.domain.partner_values import PARTNER_FIELDS
from salesops.accounts.queries import partner_by_id
from salesops.accounts.services.add_partner_person import add_partner_person
from salesops.accounts.services.amend_partner import amend_partner
from salesops.accounts.services.create_partner import create_partner
from salesops.accounts.services.end_partner_person import end_partner_person
from salesops.accounts.services.write_partner import MANAGERS, MAY_FILE
from salesops.intake.forms.introductions import PartnerForm, PersonForm, ReferrerForm
from salesops.intake.queries.introductions import links_of
from salesops.intake.queries.partners import ledger_of, listed_partners
from salesops.intake.services.invite_referrer import invite_referrer
from salesops.intake.services.revoke_referrer import revoke_referrer
from salesops.users.queries import people_by_roles
from salesops.users.services.invite_person import mail_link
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_safe
def show_partners(request: ActingRequest) -> HttpResponse:
    """Show partners by name, with how their agreements stand."""
    context = {
        "rows": listed_partners(request.actor, timezone.localdate()),
        "may_edit": request.actor.has_role(*MAY_FILE),
    }
    return render(request, "intake/partners.html", context)


@require_safe
def show_partner(request: ActingRequest, partner_id: int) -> HttpResponse:
    """Show one partner with its people and its protection ledger."""
    partner = partner_by_id(request.actor, partner_id)
    context = {
        "partner": partner,
        "nda": partner.nda_on(timezone.localdate()),
        "ledger": ledger_of(request.actor, partner_id),
        "may_edit": request.actor.has_role(*MAY_FILE),
        "links": links_of(request.actor, partner_id),
        "now": timezone.now(),
    }
    return render(request, "intake/partner.html", context)


class PartnerFormView(SheetFormView):
    """A form about one partner."""

    def load(self) -> None:
        """Read the partner."""
        self.partner = partner_by_id(self.request.actor, self.kwargs["partner_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the partner."""
        return reverse("intake:partner", args=[self.partner.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the partner above the form."""
        return {"subject_name": self.partner.name}


class EditPartnerView(PartnerFormView):
    """What is known of a partner."""

    form_class = PartnerForm
    title = "Edit partner"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer who may manage partners."""
        return {"managers": _managers(self.request)}

    def get_initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {"version": self.partner.version, **{name: getattr(self.partner, name) for name in PARTNER_FIELDS}}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        amend_partner(
            actor=self.request.actor,
            now=timezone.now(),
            partner_id=self.partner.pk,
            version=data["version"] or self.partner.version,
            values=_values(data),
        )
        return "Saved."


class NewPartnerView(SheetFormView):
    """A new partner."""

    form_class = PartnerForm
    title = "New partner"
    submit_label = "Add partner"
    leaves = True
    made: int = 0

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer who may manage partners."""
        return {"managers": _managers(self.request)}

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("intake:partners")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        partner = create_partner(actor=self.request.actor, now=timezone.now(), **_values(data))
        self.made = partner.pk
        return f"{partner.name} added."

    def get_success_url(self) -> str:
        """Go to the new partner."""
        return reverse("intake:partner", args=[self.made])


class AddPersonView(PartnerFormView):
    """A sign-in for somebody of the partner."""

    form_class = PersonForm
    title = "Let somebody introduce"
    lead = "They get a mail to choose a password, and see their own company's introductions only."
    submit_label = "Send invitation"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take them in."""
        person = add_partner_person(
            actor=self.request.actor,
            now=timezone.now(),
            partner_id=self.partner.pk,
            name=data["name"],
            email=data["email"],
        )
        mail_link(person.user.email)
        return f"{person.user.name} may introduce now."


class EndPersonView(PartnerFormView):
    """A sign-in taken back."""

    form_class = Form
    title = "Close this person's way in?"
    lead = "At once, and for good. What they sent stays with the partner."
    submit_label = "Close"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close it."""
        end_partner_person(
            actor=self.request.actor,
            now=timezone.now(),
            partner_id=self.partner.pk,
            person_id=self.kwargs["person_id"],
        )
        return "Closed."


class InviteReferrerView(PartnerFormView):
    """A link for somebody who introduces for the partner; its address is shown once."""

    form_class = ReferrerForm
    title = "Invite a referrer"
    lead = "They get one page to introduce a buyer for this partner, and see nothing else."
    submit_label = "Make the link"

    def perform(self, data: Mapping[str, Any]) -> HttpResponse:
        """Make the link and show it, once."""
        made = invite_referrer(
            actor=self.request.actor, now=timezone.now(), partner_id=self.partner.pk, name=data["name"]
        )
        return self.show_link(
            self.request.build_absolute_uri(reverse("intake:refer", args=[made.secret])),
            name=made.link.name,
            terms="It works for 90 days, ten times a day, until it is revoked. Whoever has it introduces for "
            f"{self.partner.name}.",
        )


class RevokeReferrerView(PartnerFormView):
    """A referrer's link ended."""

    form_class = Form
    title = "Revoke this link?"
    lead = "At once. What came by it stays."
    submit_label = "Revoke"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """End it."""
        revoke_referrer(
            actor=self.request.actor,
            now=timezone.now(),
            partner_id=self.partner.pk,
            link_id=self.kwargs["link_id"],
        )
        return "Revoked."


def _managers(request: ActingRequest) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in people_by_roles(request.actor, MANAGERS)]


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: data[name] for name in PARTNER_FIELDS}
    return values | {"manager_id": int(data["manager_id"]) if data["manager_id"] else None}
