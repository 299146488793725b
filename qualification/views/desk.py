"""The validation desk: the queue, one review beside it, verdicts, and the list of what is confirmed for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from qualification.domain.proposal import Condition
from qualification.domain.triggers import PSV
from qualification.forms.validation import (
    CONDITION_ROWS,
    BlockForm,
    ClearForm,
    ConditionsForm,
    ConfirmForm,
    ReasonForm,
    ReviewerForm,
)
from qualification.queries.desk import confirmed_list, desk
from qualification.queries.proposal import proposal_page
from qualification.queries.reviewers import reviewers
from qualification.services.accept_risk import accept_risk
from qualification.services.assign_review import assign_review
from qualification.services.confirm import confirm, withdraw_confirmation
from qualification.services.decide_review import NewVerdict, decide_review
from qualification.views.proposal import ProposalFormView
from salesops.charter import Facts, decide, require
from salesops.core.errors import NotVisible
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_desk(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """Show the queue, and beside it one review: the one asked for, or the one due first."""
    now = timezone.now()
    waiting = desk(request.actor, now=now)
    shown = next((row for row in waiting.rows if pk in (None, row.review.opportunity_id)), None)
    if pk is not None and shown is None:
        raise NotVisible("not_found", "No review of this proposal waits.", next_action="Open the desk.")
    page = proposal_page(request.actor, shown.review.opportunity_id, now=now) if shown else None
    context = {
        "desk": waiting,
        "shown": shown,
        "page": page,
        "deal": page.opportunity if page else None,
        "clock": shown.clock if shown else None,
        "is_chosen": pk is not None,
    }
    return render_page(request, "qualification/desk.html", context)


@require_GET
def show_confirmed(request: ActingRequest) -> HttpResponse:
    """Show what is confirmed for every buyer."""
    context = {
        "rows": confirmed_list(request.actor),
        "may_confirm": decide(request.actor, "scope.set_processor_or_tool", Facts()).allowed,
    }
    return render_page(request, "qualification/confirmed.html", context)


class ReviewFormView(ProposalFormView):
    """A form about the review of a deal's proposal that waits, or of the last verdict."""

    def load(self) -> None:
        """Read the review."""
        super().load()
        self.page = proposal_page(self.actor, self.deal.pk, now=timezone.now())
        found = self.page.review or self.page.verdict
        if found is None:
            raise NotVisible("not_found", "There is no review of this proposal.", next_action="Request one.")
        self.review = found

    def about_review(self) -> dict[str, Any]:
        """Give what services about the review are called with."""
        return {"actor": self.actor, "now": timezone.now(), "review_id": self.review.pk}


class ClearView(ReviewFormView):
    """The verdict clear."""

    form_class = ClearForm
    title = "Clear"
    lead = "Every trigger of pre-sales validation is cleared, and the effort is estimated."
    submit_label = "Clear"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decide it."""
        decide_review(**self.about_review(), new=NewVerdict("clear", data["note"]))
        return "Clear."


class ConditionsView(ReviewFormView):
    """The verdict clear with conditions."""

    form_class = ConditionsForm
    template_name = "qualification/conditions_form.html"
    title = "Clear with conditions"
    lead = "Each condition is written into the next version, as an exclusion or a risk, and settles what it names."
    submit_label = "Clear with conditions"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the triggers that are open here."""
        open_here = [
            (each.fired.key, f"{each.fired.key} {each.trigger.label}")
            for each in self.page.triggers
            if any(way.route == PSV and not way.clearance for way in each.routes)
        ]
        return {"triggers": open_here}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decide it."""
        conditions = tuple(
            Condition(data[f"text_{index}"].strip(), data[f"becomes_{index}"], tuple(data[f"triggers_{index}"]))
            for index in range(CONDITION_ROWS)
            if data[f"text_{index}"].strip()
        )
        decide_review(**self.about_review(), new=NewVerdict("clear_with_conditions", data["note"], conditions))
        return f"Clear with {len(conditions)} condition{'s' * (len(conditions) != 1)}."


class BlockView(ReviewFormView):
    """The verdict blocked."""

    form_class = BlockForm
    title = "Block"
    lead = "This version cannot become final until a new validation clears it, or leadership takes the risk."
    submit_label = "Block"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decide it."""
        decide_review(**self.about_review(), new=NewVerdict("blocked", data["note"]))
        return "Blocked."


class AcceptRiskView(ReviewFormView):
    """Leadership takes the risk of a blocked version."""

    form_class = ReasonForm
    title = "Accept the risk"
    lead = "The block is lifted, in your name. What pre-sales validation left open counts as cleared."
    submit_label = "Accept the risk"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Accept it."""
        accept_risk(**self.about_review(), reason=data["reason"])
        return "The risk is accepted."


class AssignView(ReviewFormView):
    """Give the review to another validator."""

    form_class = ReviewerForm
    title = "Assign the review"
    submit_label = "Assign"

    def get_initial(self) -> dict[str, Any]:
        """Start with who has it."""
        return {"reviewer": self.review.reviewer_id}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people of pre-sales validation."""
        return {"reviewers": reviewers(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Assign it."""
        assign_review(**self.about_review(), reviewer_id=data["reviewer"])
        return "Assigned."


class ConfirmedFormView(SheetFormView):
    """A form about the confirmed list: only who may change it sees it."""

    def load(self) -> None:
        """Find the list and ask the charter before anything is shown."""
        self.rows = confirmed_list(self.request.actor)
        require(self.request.actor, "scope.set_processor_or_tool", Facts())

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("qualification:confirmed")


class ConfirmForAllView(ConfirmedFormView):
    """Put something on the confirmed list."""

    form_class = ConfirmForm
    title = "Add to the confirmed list"
    lead = "It counts for every buyer: processors, countries, schemes."
    submit_label = "Confirm"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Confirm it."""
        return f"{confirm(actor=self.request.actor, now=timezone.now(), **data).name} is confirmed."


class WithdrawConfirmationView(ConfirmedFormView):
    """Take a confirmation back."""

    form_class = ReasonForm
    title = "Withdraw the confirmation"
    lead = "Proposals that rest on it stop being clear."
    submit_label = "Withdraw"
    submit_style = "danger"

    def load(self) -> None:
        """Find the confirmation on the list."""
        super().load()
        if not self.rows.filter(pk=self.kwargs["confirmation_id"]).exists():
            raise NotVisible("not_found", "This is not on the list.", next_action="Open the list.")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it back."""
        row = withdraw_confirmation(
            actor=self.request.actor,
            now=timezone.now(),
            confirmation_id=self.kwargs["confirmation_id"],
            reason=data["reason"],
        )
        return f"{row.name} is not confirmed any more."
