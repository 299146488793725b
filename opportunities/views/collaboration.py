"""Collaboration requests: the queue, those of one deal, and the forms that ask, answer and end one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.collaboration import AskForm, DeclineForm, ResultForm, WithdrawForm
from opportunities.forms.deal import DealFormView
from opportunities.queries.collaboration import deal_requests, people_of_functions, queue, request_of
from opportunities.services.answer_request import accept_request, decline_request
from opportunities.services.ask_for_help import NewRequest, ask_for_help
from opportunities.services.end_request import finish_request, withdraw_request
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_queue(request: ActingRequest) -> HttpResponse:
    """Show what waits for the reader, their function and their deals; htmx asks for the number alone."""
    found = queue(request.actor, now=timezone.now())
    return render_page(request, "opportunities/requests.html", {"queue": found}, partial="count")


@require_GET
def show_deal_requests(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what was asked for one deal; htmx asks for one line about it."""
    found = deal_requests(request.actor, pk, now=timezone.now())
    context = {"requests": found, "deal": found.opportunity}
    return render_page(request, "opportunities/deal_requests.html", context, partial="line")


class AskView(DealFormView):
    """Ask a function for help with a deal."""

    form_class = AskForm
    title = "Ask for help"
    lead = "Whoever takes it is responsible for it. You stay accountable for the deal."
    submit_label = "Ask"

    def get_back_url(self) -> str:
        """Cancelling leads to the deal's requests."""
        return reverse("opportunities:deal_requests", args=[self.deal.pk])

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people of each function; the owner is accountable already."""
        return {"people": people_of_functions(self.actor, but=self.deal.owner_id)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Ask."""
        new = NewRequest(data["kind"], data["asked"], data["wished_on"], data["responsible"])
        made = ask_for_help(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, new=new)
        return f"Asked {made.responsible.name if made.responsible else made.of_kind.function_label}."


class RequestFormView(SheetFormView):
    """A form about one request."""

    def load(self) -> None:
        """Read the request."""
        self.about = request_of(self.request.actor, self.kwargs["request_id"])

    def get_initial(self) -> dict[str, Any]:
        """Start empty."""
        return {}

    def get_back_url(self) -> str:
        """Cancelling leads to the requests."""
        return reverse("opportunities:requests")

    def get_context(self) -> dict[str, Any]:
        """Say what is asked, for which deal."""
        deal, kind = self.about.opportunity, self.about.of_kind
        name = deal.account.name if deal.account else deal.name
        return {"subject_name": f"{kind.label} · {name}", "lead": self.about.asked}

    def known(self) -> dict[str, Any]:
        """Give what every service about the request is called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "request_id": self.about.pk}


class AcceptView(RequestFormView):
    """Take it on."""

    form_class = Form
    title = "Accept"
    submit_label = "Accept"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it on."""
        accept_request(**self.known())
        return f"It is yours. {self.about.accountable.name} stays accountable."


class DeclineView(RequestFormView):
    """Say why not."""

    form_class = DeclineForm
    title = "Decline"
    submit_label = "Decline"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decline it."""
        decline_request(**self.known(), reason=data["reason"])
        return "Declined. The owner reads why."


class FinishView(RequestFormView):
    """It is done."""

    form_class = ResultForm
    title = "Done"
    submit_label = "Done"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Finish it."""
        finish_request(**self.known(), result=data["result"])
        return f"Done. {self.about.accountable.name} takes it from here."


class WithdrawView(RequestFormView):
    """Take it back."""

    form_class = WithdrawForm
    title = "Withdraw"
    submit_label = "Withdraw the request"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it back."""
        withdraw_request(**self.known(), reason=data["reason"])
        return "Withdrawn."
