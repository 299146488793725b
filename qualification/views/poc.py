"""The page of a proof of concept, and the forms that begin, judge and end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.deal import DealFormView
from opportunities.queries.choices import activity_choices
from opportunities.queries.visible import charter_facts
from qualification.domain.success_plan import PlanCriterion, terms_from_data
from qualification.forms.poc import MeasureForm, PlanPocForm, ReadoutForm, ReasonForm
from qualification.queries.poc import current_plan, poc_of, poc_page
from qualification.queries.poc_board import poc_board
from qualification.services.close_measurement import close_measurement, take_up_again
from qualification.services.conclude_poc import Readout, abandon_poc, conclude_poc
from qualification.services.measure import measure
from qualification.services.plan_poc import plan_poc
from salesops.charter import require
from salesops.charter.capacities import VALIDATION_ROLES
from salesops.core.errors import NotVisible
from salesops.users.queries import people_by_roles
from salesops.web.http import ActingRequest, htmx_target, is_htmx, render_page

Choice = list[tuple[str, str]]


@require_GET
def show_poc(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one proof: sessions, criteria, what it would come to today, and what is missing."""
    if is_htmx(request) and htmx_target(request) == "sheet":
        # The fix of a gate leads here: a page, which has no room in the sheet.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("qualification:poc", args=[pk])})
    page = poc_page(request.actor, pk, now=timezone.now())
    return render_page(request, "qualification/poc.html", {"page": page, "deal": page.opportunity})


@require_GET
def show_board(request: ActingRequest) -> HttpResponse:
    """Show every proof of concept by state."""
    return render_page(request, "qualification/poc_board.html", {"board": poc_board(request.actor, now=timezone.now())})


def lead_choices(request: ActingRequest) -> Choice:
    """This function will list the people of pre-sales validation, who lead proofs and sessions."""
    return [(str(each.pk), each.name) for each in people_by_roles(request.actor, VALIDATION_ROLES)]


class PocFormView(DealFormView):
    """A form about the newest POC of an opportunity."""

    def load(self) -> None:
        """Read the deal and its POC."""
        super().load()
        self.poc = poc_of(self.actor, self.deal.pk)

    def get_back_url(self) -> str:
        """Cancelling leads to the POC."""
        return reverse("qualification:poc", args=[self.deal.pk])

    def known(self) -> dict[str, Any]:
        """Give what every service about the POC is called with."""
        return {"actor": self.actor, "now": timezone.now(), "poc_id": self.poc.pk}


class ResultFormView(PocFormView):
    """A form about results: only who may write one sees it at all."""

    def load(self) -> None:
        """Ask the charter before anything is shown."""
        super().load()
        require(self.actor, "poc.record_result", charter_facts(self.deal, self.actor))


class PlanPocView(DealFormView):
    """Plan a proof."""

    form_class = PlanPocForm
    title = "Plan a proof of concept"
    lead = "30 days, five sessions, a plan the champion signs, and numbers that decide."
    submit_label = "Plan the POC"
    leaves = True

    def get_initial(self) -> dict[str, Any]:
        """Propose the reader where they could lead it."""
        return {"lead": self.actor.user_id}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people of pre-sales validation."""
        return {"leads": lead_choices(self.request)}

    def get_success_url(self) -> str:
        """Go on to the POC."""
        return reverse("qualification:poc", args=[self.deal.pk])

    def perform(self, data: Mapping[str, Any]) -> str:
        """Plan it."""
        plan_poc(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, lead_id=data["lead"])
        return "POC planned. Write the success plan with the customer."


class MeasureView(ResultFormView):
    """A measured value of one criterion."""

    form_class = MeasureForm
    title = "Measure"
    submit_label = "Record the value"
    criterion: PlanCriterion

    def load(self) -> None:
        """Find the criterion in the plan; one that is not measured is not found."""
        super().load()
        plan = current_plan(self.poc)
        criteria = terms_from_data(plan.terms).criteria if plan else ()
        wanted = [each for each in criteria if each.key == self.kwargs["key"] and each.category != "relationship"]
        if not wanted:
            raise NotVisible("not_found", "The plan has no such criterion to measure.", next_action="Open the POC.")
        self.criterion = wanted[0]

    def get_initial(self) -> dict[str, Any]:
        """Start empty: a value is measured, not carried on."""
        return {}

    def get_context(self) -> dict[str, Any]:
        """Say what is measured and what is wanted."""
        each = self.criterion
        wanted = f"Wanted {each.direction} {each.target} {each.unit}".strip()
        today = f", today {each.baseline}" if each.baseline else ""
        return super().get_context() | {"title": f"Measure: {each.text}", "lead": f"{wanted}{today}. {each.metric}"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        measure(**self.known(), criterion=self.criterion.key, value=data["value"], note=data["note"])
        return f"{self.criterion.text}: {data['value'].normalize():f} {self.criterion.unit}".strip()


class CloseMeasurementView(ResultFormView):
    """End measuring; the numbers decide."""

    form_class = Form
    title = "Close measurement"
    lead = "The outcome is computed from the numbers as they stand. Nobody can overwrite it."
    submit_label = "Close measurement"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close it."""
        poc = close_measurement(**self.known())
        return f"{poc.outcome.replace('_', ' ').capitalize()}: {poc.outcome_sentence}"


class TakeUpAgainView(ResultFormView):
    """Measure again."""

    form_class = ReasonForm
    title = "Take up measuring again"
    lead = "The outcome is open again, and Tech Win is taken back where it was reached."
    submit_label = "Take it up again"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it up again."""
        take_up_again(**self.known(), reason=data["reason"])
        return "Measuring goes on."


class ConcludeView(PocFormView):
    """The readout."""

    form_class = ReadoutForm
    title = "Readout"
    lead = "Ends the POC. The results document is filed with the deal first."
    submit_label = "Conclude the POC"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's activities."""
        return {"activities": activity_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Conclude it."""
        readout = Readout(data["activity"], data["verdict"], data["next_step"])
        conclude_poc(**self.known(), readout=readout)
        return "POC concluded."


class AbandonView(PocFormView):
    """Stop before it says anything."""

    form_class = ReasonForm
    title = "Abandon the POC"
    lead = "It ends without an outcome. Another one can be planned."
    submit_label = "Abandon"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Abandon it."""
        abandon_poc(**self.known(), reason=data["reason"])
        return "POC abandoned."
