"""Escalations: raise one about a deal, decide it, close it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from approvals.forms.escalations import AssignForm, CloseForm, DecideForm, RaiseForm
from approvals.queries.escalations import escalation, leaders_of, open_escalations
from approvals.services.escalate import (
    assign_escalation,
    close_escalation,
    decide_escalation,
    raise_escalation,
)
from opportunities.forms.deal import DealFormView
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_escalations(request: ActingRequest) -> HttpResponse:
    """Show what is put before leadership."""
    context = {"rows": open_escalations(request.actor), "now": timezone.now()}
    return render_page(request, "approvals/escalations.html", context)


class RaiseView(DealFormView):
    """Put a matter of a deal before leadership."""

    form_class = RaiseForm
    title = "Escalate"
    lead = (
        "It goes to the regional VP, else to a leader, due in 8 business hours. Until it is closed they may lead calls."
    )
    submit_label = "Escalate"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Raise it."""
        row = raise_escalation(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, **data)
        return f"Escalated to {row.assigned_to.name if row.assigned_to else 'leadership'}."


class EscalationFormView(SheetFormView):
    """A form about one escalation."""

    def load(self) -> None:
        """Read it."""
        self.row = escalation(self.request.actor, self.kwargs["escalation_id"])

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("approvals:escalations")

    def get_context(self) -> dict[str, Any]:
        """Name the deal, and say what it is about."""
        return {"subject_name": self.row.opportunity.name, "lead": self.row.reason}

    def about(self) -> dict[str, Any]:
        """Give what services about it are called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "escalation_id": self.row.pk}


class AssignView(EscalationFormView):
    """Put it to another leader, or to the regional VP; the eight hours begin again."""

    form_class = AssignForm
    title = "Put the escalation to somebody else"
    submit_label = "Put it to them"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer who may be asked."""
        return {"leaders": [(str(each.pk), each.name) for each in leaders_of(self.row.opportunity)]}

    def get_initial(self) -> dict[str, Any]:
        """Remember which version was read."""
        return {"version": self.row.version, "leader": str(self.row.assigned_to_id or "")}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Assign it."""
        row = assign_escalation(**self.about(), leader_id=int(data["leader"]), expected_version=data["version"])
        return f"Put to {row.assigned_to.name if row.assigned_to else 'nobody'}."


class DecideView(EscalationFormView):
    """Write down what leadership decides."""

    form_class = DecideForm
    title = "Decide the escalation"
    submit_label = "Decide"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decide it."""
        decide_escalation(**self.about(), decision=data["decision"])
        return "Decided. Whoever raised it closes it."


class CloseView(EscalationFormView):
    """Close it."""

    form_class = CloseForm
    title = "Close the escalation"
    submit_label = "Close"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close it."""
        close_escalation(**self.about())
        return "Escalation closed."
