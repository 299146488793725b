"""Ask for an approval, hand a returned request in again, take one back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from approvals.domain.lifecycle import LABELS
from approvals.forms.requests import JustificationForm, RequestForm, WithdrawForm, justification_of
from approvals.queries.asking import last_asked, offer_choices
from approvals.queries.request_page import request_page
from approvals.services.submit import NewRequest, resubmit, submit
from approvals.services.withdraw import withdraw
from opportunities.forms.deal import DealFormView
from salesops.web.sheets import SheetFormView


class AskView(DealFormView):
    """Ask commercial authority; it starts with what was said last time."""

    form_class = RequestForm
    title = "Request approval"
    lead = "The terms are fixed as they are now and locked until somebody decides or you withdraw."
    submit_label = "Request approval"

    def get_initial(self) -> dict[str, Any]:
        """Start with the newest version of the offer, and the words of the last request."""
        choices = offer_choices(self.actor, self.deal)
        newest = {"kind": "offer", "offer_number": choices[0][0]} if choices else {}
        return {**newest, **last_asked(self.deal), **super().get_initial()}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the versions that are not withdrawn."""
        return {"offers": offer_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Submit it."""
        new = NewRequest(data["kind"], justification_of(data), data["offer_number"])
        row = submit(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, new=new)
        return f"{row.get_kind_display()} requested. The terms are locked."


class RequestFormView(SheetFormView):
    """A form about one request."""

    def load(self) -> None:
        """Read the request."""
        self.page = request_page(self.request.actor, self.kwargs["approval_id"], now=timezone.now())

    def get_back_url(self) -> str:
        """Cancelling leads to the request."""
        return reverse("approvals:request", args=[self.kwargs["approval_id"]])

    def get_context(self) -> dict[str, Any]:
        """Name the deal."""
        return {"subject_name": self.page.deal.name}

    def about(self) -> dict[str, Any]:
        """Give what services about the request are called with."""
        return {"actor": self.request.actor, "now": timezone.now(), "request_id": self.kwargs["approval_id"]}


class ResubmitView(RequestFormView):
    """Hand a returned request in again."""

    form_class = JustificationForm
    title = "Request again"
    lead = "Where only the words change, what was approved stays; changed terms begin with the first step."
    submit_label = "Request again"

    def get_initial(self) -> dict[str, Any]:
        """Start with what was said."""
        return {name: getattr(self.page.request, name) for name in (*LABELS, "needed_by")}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Submit it again."""
        resubmit(**self.about(), justification=justification_of(data))
        return "Requested again."


class WithdrawView(RequestFormView):
    """Take a request back."""

    form_class = WithdrawForm
    title = "Withdraw the request"
    lead = "The terms can be changed again. What was approved of it so far is lost."
    submit_label = "Withdraw"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Withdraw it."""
        withdraw(**self.about(), reason=data["reason"])
        return "Request withdrawn."
