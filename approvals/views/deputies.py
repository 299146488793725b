"""Deputies and absences of people who decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from approvals.forms.deputies import DeputyForm
from approvals.queries.deputies import approver_choices, deputies, deputy_choices
from approvals.queries.queue import require_reader
from approvals.services.delegate import NewDelegation, delegate, end_delegation
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_deputies(request: ActingRequest) -> HttpResponse:
    """Show who stands in for whom, and who is away."""
    page = deputies(request.actor, now=timezone.now())
    return render_page(request, "approvals/deputies.html", {"page": page})


@require_POST
def end(request: ActingRequest, delegation_id: int) -> HttpResponse:
    """End a delegation."""
    require_reader(request.actor)
    row = end_delegation(actor=request.actor, now=timezone.now(), delegation_id=delegation_id)
    messages.success(request, f"{row.deputy.name} no longer decides for {row.approver.name}.")
    return HttpResponseRedirect(reverse("approvals:deputies"))


class NameDeputyView(SheetFormView):
    """Name a deputy."""

    form_class = DeputyForm
    title = "Name a deputy"
    lead = "They decide in your place within the limits; both names are kept. An empty limit is none."
    submit_label = "Name the deputy"

    def load(self) -> None:
        """Insist on somebody who reads the queue."""
        require_reader(self.request.actor)

    def get_initial(self) -> dict[str, Any]:
        """Begin with oneself, today."""
        return {"approver": self.request.actor.user_id, "starts_on": timezone.now().date(), **super().get_initial()}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer whom one may name one for, and who may be one."""
        actor = self.request.actor
        return {"approvers": approver_choices(actor), "deputies": deputy_choices(actor)}

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("approvals:deputies")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Name them."""
        given = {name: data[name] for name in ("starts_on", "ends_on", "max_discount", "max_amount")}
        new = NewDelegation(data["approver"], data["deputy"], **given)
        row = delegate(actor=self.request.actor, now=timezone.now(), new=new)
        return f"{row.deputy.name} decides for {row.approver.name}."
