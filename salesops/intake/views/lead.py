"""One lead: its page and the forms that work it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.core.actor import Actor
from salesops.intake.forms import leads as forms
from salesops.intake.queries.choices import asset_choices, owner_choices
from salesops.intake.queries.leads import lead_by_id
from salesops.intake.queries.page import lead_view
from salesops.intake.services.amend_lead import amend_lead
from salesops.intake.services.assign_lead import assign_lead, take_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.log_touch import log_touch
from salesops.intake.services.open_lead import NewSignal, open_lead
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.qualify_lead import qualify_lead
from salesops.intake.services.record_signal import record_signal
from salesops.intake.services.reopen_lead import reopen_lead
from salesops.web.http import ActingRequest
from salesops.web.panels import load_panels
from salesops.web.sheets import SheetFormView

FIELDS = tuple(name for name in forms.LeadForm.base_fields if name != "version")


@require_GET
def show_lead(request: ActingRequest, lead_id: int) -> HttpResponse:
    """Show a lead: what it is worth and why, what happened, what to do now."""
    now = timezone.now()
    view = lead_view(request.actor, lead_id, now=now)
    shown = load_panels(request.actor, {lead_id: view.lead}, now, "lead.line", "lead.rail")
    panels = {"line_panels": shown["lead.line"][lead_id], "rail_panels": shown["lead.rail"][lead_id]}
    return render(request, "intake/lead_page.html", {"view": view, "lead": view.lead} | panels)


class NewLeadView(SheetFormView):
    """A new lead."""

    form_class = forms.NewLeadForm
    title = "New lead"
    lead = "Its owner follows from the place; its score from what you know."
    submit_label = "Add lead"
    leaves = True
    made: int = 0

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("intake:leads")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Open it."""
        values = {name: data[name] for name in FIELDS}
        source = {"source": data["source"], "source_detail": data["source_detail"]}
        lead = open_lead(actor=self.request.actor, now=timezone.now(), **source, **values)
        self.made = lead.pk
        return f"{lead.company} added."

    def get_success_url(self) -> str:
        """Go to the new lead."""
        return reverse("intake:lead", args=[self.made])


class LeadFormView(SheetFormView):
    """A form about one lead."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    @property
    def known(self) -> dict[str, Any]:
        """What every service about this lead is called with."""
        return {"actor": self.actor, "now": timezone.now(), "lead_id": self.record.pk}

    def load(self) -> None:
        """Read the lead."""
        self.record = lead_by_id(self.actor, self.kwargs["lead_id"], now=timezone.now())

    def get_back_url(self) -> str:
        """Cancelling leads to the lead."""
        return reverse("intake:lead", args=[self.record.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the lead above the form."""
        return {"subject_name": str(self.record)}


class EditLeadView(LeadFormView):
    """What is known of a lead."""

    form_class = forms.LeadForm
    title = "Edit lead"

    def get_initial(self) -> dict[str, Any]:
        """Start with what is known."""
        return {"version": self.record.version, **{name: getattr(self.record, name) for name in FIELDS}}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        version = data["version"] or self.record.version
        lead = amend_lead(**self.known, version=version, values={name: data[name] for name in FIELDS})
        return f"{lead.company} saved."


class TouchView(LeadFormView):
    """Something we did."""

    form_class = forms.TouchForm
    title = "Log a touch"
    submit_label = "Log it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Log it."""
        log_touch(**self.known, **data)
        return "Logged."


class SignalView(LeadFormView):
    """Something they did."""

    form_class = forms.SignalForm
    title = "Record what they did"
    lead = "It counts at once and fades by half in 30 days."
    submit_label = "Record it"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the published assets."""
        return {"assets": asset_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        asset_id = int(data["asset_id"]) if data["asset_id"] else None
        record_signal(**self.known, signal=NewSignal(data["kind"], None, asset_id, data["campaign"], data["note"]))
        return "Recorded; the score is reckoned anew."


class QualifyView(LeadFormView):
    """A lead that is worth an opportunity."""

    form_class = forms.QualifyForm
    title = "Qualify this lead?"
    lead = "It wants the company, a person with a role, the fit and a use case. Where it came from stays."
    submit_label = "Qualify"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Qualify it."""
        qualify_lead(**self.known, note=data["note"])
        return "Qualified. Make an opportunity of it."


class ParkView(LeadFormView):
    """A lead that rests."""

    form_class = forms.ParkForm
    title = "Let this lead rest"
    submit_label = "Let it rest"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Park it."""
        park_lead(**self.known, **data)
        return "It rests. Whoever asks again has an open lead again."


class DisqualifyView(LeadFormView):
    """A lead that is not for us."""

    form_class = forms.DisqualifyForm
    title = "Disqualify this lead?"
    submit_label = "Disqualify"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Disqualify it."""
        disqualify_lead(**self.known, **data)
        return "Disqualified."


class ReopenView(LeadFormView):
    """A lead that is worked again."""

    form_class = forms.ReopenForm
    title = "Open this lead again"
    submit_label = "Open it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Open it."""
        reopen_lead(**self.known, **data)
        return "Open again."


class TakeView(LeadFormView):
    """A lead nobody has."""

    form_class = Form
    title = "Take this lead?"
    lead = "You own it from now on, and the clock of its first touch runs in your hours."
    submit_label = "Take it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it."""
        take_lead(**self.known)
        return "It is yours."


class AssignView(LeadFormView):
    """Another owner."""

    form_class = forms.AssignForm
    title = "Hand over this lead"
    submit_label = "Hand over"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people who may own leads."""
        return {"owners": owner_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Hand it over."""
        lead = assign_lead(**self.known, owner_id=int(data["owner_id"]), reason=data["reason"])
        return f"{lead.company} handed over."
