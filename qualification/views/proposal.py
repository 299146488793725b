"""The proposal of a deal: read with what keeps it open, written as a form, sent to validation, made final."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.deal import DealFormView
from opportunities.queries.choices import document_choices
from qualification.domain.proposal import ProposalTerms, terms_from_data
from qualification.forms.proposal import ROWS, SPARE_ROWS, ProposalForm, country_name, initial_of, terms_of
from qualification.forms.validation import QuestionForm
from qualification.queries.proposal import newest_of, proposal_page, version_of
from qualification.services.finalise_proposal import finalise_proposal
from qualification.services.request_validation import request_validation, withdraw_request
from qualification.services.write_proposal import write_proposal
from qualification.views.versioned import VersionedFormView
from salesops.core.errors import NotVisible
from salesops.web.http import ActingRequest, htmx_target, is_htmx, render_page


@require_GET
def show_proposal(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the newest version with what fires, or an earlier one as it was written."""
    if is_htmx(request) and htmx_target(request) == "sheet":
        # The fix of a gate leads here: a page, which has no room in the sheet.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("qualification:proposal", args=[pk])})
    page = proposal_page(request.actor, pk, now=timezone.now())
    wanted = request.GET.get("version", "")
    shown, terms = page.version, page.terms
    if wanted.isdecimal() and shown and int(wanted) != shown.number:
        shown = version_of(request.actor, pk, int(wanted))
        terms = terms_from_data(shown.terms)
    places = [country_name(code) for code in terms.places] if terms else []
    context = {"page": page, "deal": page.opportunity, "terms": terms, "shown": shown, "places": places}
    return render_page(request, "qualification/proposal.html", context)


class ProposalFormView(DealFormView):
    """A form about the proposal of a deal."""

    def get_back_url(self) -> str:
        """Cancelling leads to the proposal."""
        return reverse("qualification:proposal", args=[self.deal.pk])

    def known(self) -> dict[str, Any]:
        """Give what every service about the proposal is called with."""
        return {"actor": self.actor, "now": timezone.now(), "opportunity_id": self.deal.pk}


class WriteProposalView(VersionedFormView, ProposalFormView):
    """Write the proposal; each time a new version."""

    form_class = ProposalForm
    template_name = "qualification/proposal_form.html"
    title = "Proposal"
    submit_label = "Save as a new version"
    leaves = True

    def load(self) -> None:
        """Read the version there is."""
        super().load()
        newest = newest_of(self.actor, self.deal)
        self.number = newest.number if newest else 0
        self.terms: ProposalTerms | None = terms_from_data(newest.terms) if newest else None

    def get_initial(self) -> dict[str, Any]:
        """Start with the terms there are, or with the country of the account."""
        country = self.deal.account.country.code if self.deal.account and self.deal.account.country else ""
        terms = initial_of(self.terms) if self.terms else {"places": country_name(country) if country else ""}
        return terms | {"number": self.number}

    def get_form_arguments(self) -> dict[str, Any]:
        """Make room for the rows there are and a few more."""
        terms = self.terms or ProposalTerms()
        there = {"item": len(terms.items), "party": len(terms.third_parties), "term": len(terms.special_terms)}
        posted = self.request.POST
        more = ("more" in posted) * SPARE_ROWS
        counts = {
            row: max(count + SPARE_ROWS, sum(name.startswith(f"{row}_{ROWS[row][0]}_") for name in posted) + more)
            for row, count in there.items()
        }
        return {"documents": document_choices(self.actor, self.deal), "counts": counts}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write it."""
        written = write_proposal(**self.known(), terms=terms_of(data), expected_number=data["number"])
        if written.number == self.number:
            return f"Nothing changed: version {written.number} stands."
        return f"Version {written.number} written."


class RequestValidationView(ProposalFormView):
    """Ask pre-sales validation."""

    form_class = QuestionForm
    title = "Request validation"
    lead = "The verdict is due in two business days. It is about the newest version."
    submit_label = "Request validation"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Ask."""
        review = request_validation(**self.known(), question=data["question"])
        return f"{review.reviewer.name} validates it." if review.reviewer else "Validation requested."


class WithdrawRequestView(ProposalFormView):
    """Take the request back."""

    form_class = Form
    title = "Withdraw the request"
    lead = "The review leaves the desk. What was cleared stays with the version."
    submit_label = "Withdraw"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it back."""
        page = proposal_page(self.actor, self.deal.pk, now=timezone.now())
        if page.review is None:
            raise NotVisible("not_found", "No review of this proposal waits.", next_action="Request one.")
        withdraw_request(actor=self.actor, now=timezone.now(), review_id=page.review.pk)
        return "The request is withdrawn."


class FinaliseView(ProposalFormView):
    """Make the version that was read final."""

    form_class = Form
    title = "Finalise"
    submit_label = "Finalise"
    leaves = True

    def get_context(self) -> dict[str, Any]:
        """Say what it means."""
        words = f"Version {self.kwargs['number']} becomes what we offer. It is not edited afterwards."
        return super().get_context() | {"lead": words}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Finalise it."""
        version = finalise_proposal(**self.known(), number=self.kwargs["number"])
        return f"Version {version.number} is final."
