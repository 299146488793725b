"""The acts on one version of an offer: present it, record the choice, withdraw it, quote it, compare and print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.offer_changes import offer_changes
from opportunities.forms.deal import DealFormView
from opportunities.forms.moves import ReasonForm
from opportunities.forms.offer_acts import AcceptForm, PresentForm
from opportunities.queries.choices import document_choices
from opportunities.queries.offers import find_offer, offer_page, terms_of_version
from opportunities.services.accept_offer import accept_offer
from opportunities.services.issue_quote import issue_quote
from opportunities.services.present_offer import present_offer
from opportunities.services.withdraw_offer import withdraw_offer
from salesops.web.http import ActingRequest, render_page


class OfferActView(DealFormView):
    """A form about one version of a deal's offer."""

    def load(self) -> None:
        """Read deal and version."""
        self.deal, self.offer = find_offer(self.actor, self.kwargs["pk"], self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        """Remember which version was read."""
        return {"version": self.offer.version}

    def get_back_url(self) -> str:
        """Cancelling leads to the offer."""
        return reverse("opportunities:offer", args=[self.deal.pk, self.offer.number])

    def known(self) -> dict[str, Any]:
        """Give what every service about the offer is called with."""
        return {
            "actor": self.actor,
            "now": timezone.now(),
            "opportunity_id": self.deal.pk,
            "number": self.offer.number,
        }


class PresentView(OfferActView):
    """Show it to the customer."""

    form_class = PresentForm
    title = "Present this offer"
    lead = "What was shown stays as it is. The deal's money follows option A until the customer chooses."
    submit_label = "Present"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Present it."""
        present_offer(**self.known(), expected_version=data["version"])
        return f"Offer v{self.offer.number} is presented."


class AcceptView(OfferActView):
    """The customer's choice."""

    form_class = AcceptForm
    title = "Record the customer's choice"
    lead = "In writing: a call is not enough."
    submit_label = "Record the choice"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the options and the deal's documents."""
        terms = terms_of_version(self.actor, self.deal.pk, self.offer.number)
        options = [
            (each.letter, f"{each.letter}: {each.term_months} months, {each.tcv:,.2f} {terms.currency}")
            for each in terms.options
        ]
        return {"options": options, "documents": document_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        accept_offer(
            **self.known(),
            letter=data["option"],
            document_id=int(data["document"]),
            expected_version=data["version"],
        )
        return f"Option {data['option']} is chosen. Finance issues the quote next."


class WithdrawView(OfferActView):
    """Take it back."""

    form_class = ReasonForm
    title = "Withdraw this offer"
    lead = "It stays in the deal's history; a quote made from it is void."
    submit_label = "Withdraw"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Withdraw it."""
        withdraw_offer(**self.known(), reason=data["reason"])
        return f"Offer v{self.offer.number} is withdrawn."


class QuoteView(OfferActView):
    """The formal quote of the accepted option."""

    form_class = PresentForm
    title = "Issue the quote"
    lead = "Numbered, as a PDF with its hash, from the option the customer chose. It is never edited."
    submit_label = "Issue the quote"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Issue it."""
        quote = issue_quote(**self.known(), expected_version=data["version"])
        return f"Quote {quote.number} is issued and filed."


@require_GET
def compare_offers(request: ActingRequest, pk: int, number: int, other: int) -> HttpResponse:
    """Lay two versions side by side."""
    deal, offer = find_offer(request.actor, pk, number)
    _, earlier = find_offer(request.actor, pk, other)
    changes = offer_changes(terms_of_version(request.actor, pk, other), terms_of_version(request.actor, pk, number))
    context = {"deal": deal, "offer": offer, "earlier": earlier, "changes": changes}
    return render_page(request, "opportunities/offer_compare.html", context)


@require_GET
def print_offer(request: ActingRequest, pk: int, number: int) -> HttpResponse:
    """Show the offer as the customer reads it, ready to print."""
    page = offer_page(request.actor, pk, number, now=timezone.now())
    context = {"page": page, "deal": page.opportunity, "offer": page.offer, "terms": page.terms}
    return render_page(request, "opportunities/offer_print.html", context)
