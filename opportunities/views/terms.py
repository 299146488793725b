"""The closing page of a deal, with its terms and its points of procurement and legal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.terms import AGREED, OPEN
from opportunities.forms.deal import DealFormView, whole
from opportunities.forms.terms import LegalItemForm, SettleForm, SettleItemForm, TopicForm
from opportunities.queries.choices import document_choices
from opportunities.queries.closing import closing_page, legal_item_of, topics_of
from opportunities.services.raise_legal_item import raise_legal_item
from opportunities.services.settle_legal_item import settle_legal_item
from opportunities.services.settle_terms import settle_terms
from salesops.web.http import ActingRequest, htmx_target, is_htmx, render_page


@require_GET
def show_closing(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what is settled and what is open before the signature."""
    if is_htmx(request) and htmx_target(request) == "sheet":
        # The fix of a gate leads here: a page, which has no room in the sheet.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("opportunities:closing", args=[pk])})
    page = closing_page(request.actor, pk, now=timezone.now())
    return render_page(request, "opportunities/closing.html", {"page": page, "deal": page.opportunity})


class ClosingFormView(DealFormView):
    """A form that leads back to the closing page."""

    def get_back_url(self) -> str:
        """Cancelling leads to the closing page."""
        return reverse("opportunities:closing", args=[self.deal.pk])

    def known(self) -> dict[str, Any]:
        """Give what a service about the deal is called with."""
        return {"actor": self.actor, "now": timezone.now(), "opportunity_id": self.deal.pk}


class SettleTermsView(ClosingFormView):
    """How topics of the terms stand."""

    form_class = SettleForm
    title = "Settle terms"
    lead = "Each word is kept with your name. A topic that comes up again is opened again."
    submit_label = "Record"

    def load(self) -> None:
        """Read the topics."""
        super().load()
        self.topics = topics_of(self.deal)

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer every topic."""
        return {"topics": [(each.key, each.label) for each in self.topics]}

    def get_initial(self) -> dict[str, Any]:
        """Start with the one that was clicked, or with all that are open."""
        waiting = [each.key for each in self.topics if each.state == OPEN]
        return {"topics": self.request.GET.getlist("topics") or waiting, "state": AGREED}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        rows = settle_terms(**self.known(), topics=data["topics"], state=data["state"], note=data["note"])
        return f"{len(rows)} topic{'' if len(rows) == 1 else 's'}: {rows[0].get_state_display().lower()}."


class AddTopicView(ClosingFormView):
    """A topic of one's own."""

    form_class = TopicForm
    title = "Add a topic"
    lead = "It is open until somebody settles it."
    submit_label = "Add"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it, open."""
        settle_terms(**self.known(), topics=[data["topic"]], kind=data["kind"], state=OPEN, note=data["note"])
        return "Topic added."


class LegalItemView(ClosingFormView):
    """A point that procurement or legal still has."""

    form_class = LegalItemForm
    title = "Add an open point"
    lead = "Up to three minor points let the deal into Signature. A major one keeps it back."
    submit_label = "Add"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's documents."""
        return {"documents": document_choices(self.actor, self.deal)}

    def get_initial(self) -> dict[str, Any]:
        """Most are minor."""
        return {"severity": "minor"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep it."""
        raise_legal_item(
            **self.known(), text=data["text"], severity=data["severity"], document_id=whole(data["document_id"])
        )
        return "Point added."


class SettleItemView(ClosingFormView):
    """A point that is settled."""

    form_class = SettleItemForm
    title = "Settle the point"
    submit_label = "Settled"

    def load(self) -> None:
        """Find the point."""
        super().load()
        self.item = legal_item_of(self.actor, self.deal.pk, self.kwargs["item_id"])

    def get_context(self) -> dict[str, Any]:
        """Say which point it is."""
        return super().get_context() | {"lead": self.item.text}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Settle it."""
        settle_legal_item(actor=self.actor, now=timezone.now(), item_id=self.item.pk, how=data["how"])
        return "Settled."
