"""Territory plans: drafted, edited, looked at, accepted, published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.territories.forms import AcknowledgeForm, PlanForm, PlannedPersonForm, RuleForm, VersionForm
from salesops.territories.queries.holders import people_choices, territory_choices
from salesops.territories.queries.pages import require_reader
from salesops.territories.queries.plan_page import (
    newest_number,
    place_choices,
    plan_by_number,
    plan_page,
    rule_in,
    tomorrow,
)
from salesops.territories.services.acknowledge_gaps import acknowledge_gaps
from salesops.territories.services.amend_plan import amend_plan, discard_plan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.plan_person import plan_person, unplan_person
from salesops.territories.services.publish_plan import publish_plan
from salesops.territories.services.write_rule import NewRule, drop_rule, write_rule
from salesops.web.http import ActingRequest
from salesops.web.panels import load_panels
from salesops.web.sheets import SheetFormView


@require_GET
def show_newest(request: ActingRequest) -> HttpResponse:
    """Show the newest plan; where there is none, the map that says so."""
    number = newest_number(request.actor)
    return redirect("territories:plan", number) if number else redirect("territories:map")


@require_GET
def show_plan(request: ActingRequest, number: int) -> HttpResponse:
    """Show one plan against the one before, with what it leaves open and whom it moves."""
    now = timezone.now()
    page = plan_page(request.actor, number, now)
    panels = load_panels(request.actor, {number: page.plan}, now, "territory_plan.main")
    context = {"page": page, "plan": page.plan, "panels": panels["territory_plan.main"][number]}
    return render(request, "territories/plan.html", context)


class DraftView(SheetFormView):
    """A new draft."""

    form_class = PlanForm
    title = "Draft the next plan"
    lead = "It begins with the rules of the newest plan. Nothing changes before its first day."
    submit_label = "Draft"
    leaves = True
    number = 0

    def load(self) -> None:
        """Insist on somebody who works here."""
        require_reader(self.request.actor)

    def get_initial(self) -> dict[str, Any]:
        """Begin tomorrow."""
        return {"effective_on": tomorrow(timezone.now())}

    def get_back_url(self) -> str:
        """Cancelling leads to the map."""
        return reverse("territories:map")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Draft it."""
        given = {name: data[name] for name in ("effective_on", "reason")}
        self.number = draft_plan(actor=self.request.actor, now=timezone.now(), **given).number
        return f"Plan v{self.number} is drafted."

    def get_success_url(self) -> str:
        """Go to the draft."""
        return reverse("territories:plan", args=[self.number])


class PlanActView(SheetFormView):
    """An act on one plan, on the version that was read."""

    form_class: ClassVar[type[Form]] = VersionForm

    def load(self) -> None:
        """Read the plan."""
        self.plan = plan_by_number(self.request.actor, self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        """Keep which version was read."""
        return {**super().get_initial(), "version": self.plan.version}

    def get_back_url(self) -> str:
        """Cancelling leads to the plan."""
        return reverse("territories:plan", args=[self.plan.number])

    def get_context(self) -> dict[str, Any]:
        """Name the plan above the form."""
        return {"subject_name": str(self.plan)}

    def known(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what every service is called with."""
        return {
            "actor": self.request.actor,
            "now": timezone.now(),
            "number": self.plan.number,
            "version": data["version"],
        }


class AmendView(PlanActView):
    """Another first day or reason."""

    form_class = PlanForm
    title = "Change the draft"

    def get_initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return {**super().get_initial(), "effective_on": self.plan.effective_on, "reason": self.plan.reason}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Save it."""
        amend_plan(**self.known(data), effective_on=data["effective_on"], reason=data["reason"])
        return "Saved."


class RuleView(PlanActView):
    """A rule, new or written anew."""

    form_class = RuleForm
    title = "Rule"

    def get_initial(self) -> dict[str, Any]:
        """Start with the rule, or with what the link proposes."""
        given = super().get_initial()
        if rule_id := self.kwargs.get("rule_id"):
            return {**given, **rule_in(self.plan, rule_id)}
        if segments := self.request.GET.getlist("segments"):
            given["segments"] = segments
        return given

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the territories and the places."""
        return {"territories": territory_choices(self.request.actor), "places": place_choices()}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write it."""
        new = NewRule(data["territory_id"], data["node"], frozenset(data["segments"]))
        write_rule(**self.known(data), new=new, rule_id=self.kwargs.get("rule_id"))
        return "The draft has the rule."


class DropRuleView(PlanActView):
    """A rule taken out."""

    title = "End this rule?"
    submit_label = "End it"
    submit_style = "danger"

    def get_context(self) -> dict[str, Any]:
        """Say from when on."""
        return {
            **super().get_context(),
            "lead": f"Rule {self.kwargs['rule_id']} does not hold from the first day of {self.plan} on.",
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it out."""
        drop_rule(**self.known(data), rule_id=self.kwargs["rule_id"])
        return "The rule ends with this draft."


class PlanPersonView(PlanActView):
    """A person for a territory, from the plan on."""

    form_class = PlannedPersonForm
    title = "Plan who has it"
    lead = "Nothing changes before the plan is published. One word for each territory and duty: the newest."
    submit_label = "Plan"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the territories, and who sells."""
        actor = self.request.actor
        return {"territories": territory_choices(actor), "people": people_choices(actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Plan it."""
        person_id = int(data["person_id"]) if data["person_id"] else None
        named = {name: data[name] for name in ("territory_id", "duty", "starts_on")}
        plan_person(**self.known(data), **named, person_id=person_id)
        return "The draft has it."


class UnplanPersonView(PlanActView):
    """A person taken out."""

    title = "Take this out of the draft?"
    lead = "Who has the territory keeps it."
    submit_label = "Take it out"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it out."""
        unplan_person(**self.known(data), planned_id=self.kwargs["planned_id"])
        return "It stays with who has it."


class AcknowledgeView(PlanActView):
    """The gaps of a theatre accepted."""

    form_class = AcknowledgeForm
    title = "Acknowledge the gaps"
    lead = "Exactly these, in this version of the draft. You hold what comes in there, 30 days at most."
    submit_label = "Acknowledge"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Accept them."""
        acknowledge_gaps(**self.known(data), theatre=self.kwargs["theatre"], reason=data["reason"])
        return "Acknowledged."


class PublishView(PlanActView):
    """A draft put in force."""

    title = "Publish the plan?"
    lead = "It never changes again. Leads and first-stage deals follow on its first day, later deals within 90 days."
    submit_label = "Publish"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Publish it."""
        publish_plan(**self.known(data))
        return f"{self.plan} is published."


class DiscardView(PlanActView):
    """A draft given up."""

    title = "Discard the draft?"
    lead = "It stays to be read; its number is not used again."
    submit_label = "Discard"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Give it up."""
        discard_plan(**self.known(data))
        return "Discarded."
