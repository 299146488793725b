"""The forms of validation on a deal's proposal: clearances, assumptions, effort, confirmations, flags and calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from opportunities.queries.choices import activity_choices, contact_choices, people_choices
from qualification.domain.triggers import ROUTES, TRIGGER_BY_KEY
from qualification.forms.validation import (
    CallForm,
    CheckForm,
    ConfirmForm,
    EffortForm,
    EvidenceForm,
    FlagForm,
    HeldCallForm,
    PlanCallForm,
    SettleForm,
)
from qualification.queries.proposal import AssumptionLine, proposal_page
from qualification.services.check_assumption import check_assumption
from qualification.services.clear_trigger import clear_trigger
from qualification.services.confidence_call import ask_for_call, hold_call, plan_call
from qualification.services.confirm import confirm
from qualification.services.estimate_effort import Effort, estimate_effort
from qualification.services.raise_red_flag import NewRedFlag, close_red_flag, raise_red_flag
from qualification.views.proposal import ProposalFormView
from salesops.core.errors import NotVisible

CHECKED = {"validated": "Validate", "rejected": "Reject"}


class ClearTriggerView(ProposalFormView):
    """Clear one trigger on one route."""

    form_class = EvidenceForm
    submit_label = "Clear"

    def load(self) -> None:
        """Find what fires now."""
        super().load()
        page = proposal_page(self.actor, self.deal.pk, now=timezone.now())
        found = [each for each in page.triggers if each.fired.key == self.kwargs["trigger"]]
        if not found or self.kwargs["route"] not in ROUTES:
            raise NotVisible("not_found", "This trigger does not fire.", next_action="Open the proposal.")
        self.about = found[0].fired.about

    def get_initial(self) -> dict[str, Any]:
        """Clear what is shown, and nothing that comes later."""
        return {"about": self.about}

    def get_context(self) -> dict[str, Any]:
        """Say what fires and for whom."""
        trigger = TRIGGER_BY_KEY[self.kwargs["trigger"]]
        words = (
            f"{self.about}. You clear it for {ROUTES[self.kwargs['route']].lower()}, for this cause in this version."
        )
        return super().get_context() | {"title": f"{trigger.key} {trigger.label}", "lead": words}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Clear it."""
        given = {"trigger": self.kwargs["trigger"], "route": self.kwargs["route"]}
        clear_trigger(**self.known(), **given, about=data["about"], evidence=data["evidence"])
        return f"{self.kwargs['trigger']} cleared."


class CheckAssumptionView(ProposalFormView):
    """Validate or reject one assumption."""

    form_class = CheckForm

    def load(self) -> None:
        """Find the assumption by its place in the newest version."""
        super().load()
        lines = proposal_page(self.actor, self.deal.pk, now=timezone.now()).assumptions
        place = self.kwargs["place"]
        if not 1 <= place <= len(lines) or self.kwargs["state"] not in CHECKED:
            raise NotVisible("not_found", "There is no such assumption.", next_action="Open the proposal.")
        self.line: AssumptionLine = lines[place - 1]

    def get_context(self) -> dict[str, Any]:
        """Say which assumption it is."""
        word = CHECKED[self.kwargs["state"]]
        named = {"title": f"{word} the assumption", "lead": self.line.text, "submit_label": word}
        return super().get_context() | named

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write down what was found."""
        state = self.kwargs["state"]
        check_assumption(**self.known(), text=self.line.text, state=state, evidence=data["evidence"])
        return f"{self.line.text}: {state}."


class EffortView(ProposalFormView):
    """Estimate the effort."""

    form_class = EffortForm
    title = "Effort and margin"
    lead = "What delivering the newest version takes. The margin follows from the deal's price."
    submit_label = "Save the estimate"

    def get_initial(self) -> dict[str, Any]:
        """Start with the estimate there is."""
        margin = proposal_page(self.actor, self.deal.pk, now=timezone.now()).margin
        names = ("kind", "low", "likely", "high", "cost_per_day")
        return {name: getattr(margin.estimate, name) for name in names} if margin else {}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep it."""
        row = estimate_effort(**self.known(), effort=Effort(**data))
        return f"{row.likely.normalize():f} days estimated."


class ConfirmView(ProposalFormView):
    """Confirm a processor or tool for this buyer."""

    form_class = ConfirmForm
    title = "Confirm for this buyer"
    lead = "A processor stands on the confirmed list besides."
    submit_label = "Confirm"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Confirm it."""
        row = confirm(**self.known(), **data)
        return f"{row.name} is confirmed for this buyer."


class RaiseFlagView(ProposalFormView):
    """Raise a red flag."""

    form_class = FlagForm
    title = "Raise a red flag"
    lead = "While it is open the proposal cannot become final without being cleared."
    submit_label = "Raise"
    submit_style = "danger"

    def get_initial(self) -> dict[str, Any]:
        """Propose the reader."""
        return super().get_initial() | {"owner": self.actor.user_id}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the people."""
        return {"people": people_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Raise it."""
        given = dict(data)
        raise_red_flag(**self.known(), new=NewRedFlag(owner_id=given.pop("owner"), **given))
        return "Red flag raised."


class SettleFlagView(ProposalFormView):
    """Settle a red flag."""

    form_class = SettleForm
    title = "Settle the red flag"
    submit_label = "Settle"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Settle it."""
        close_red_flag(actor=self.actor, now=timezone.now(), flag_id=self.kwargs["flag_id"], how=data["how"])
        return "Red flag settled."


class AskCallView(ProposalFormView):
    """Note that the customer wants a confidence call."""

    form_class = CallForm
    title = "Confidence call"
    lead = "The customer wants to talk to our experts before they decide."
    submit_label = "Note it"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the customer's people."""
        return {"contacts": contact_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Note it."""
        ask_for_call(**self.known(), contact_id=data["contact"], topic=data["topic"])
        return "Confidence call noted. Plan it next."


class CallFormView(ProposalFormView):
    """A form about one confidence call."""

    def about_call(self) -> dict[str, Any]:
        """Give what services about the call are called with."""
        return {"actor": self.actor, "now": timezone.now(), "call_id": self.kwargs["call_id"]}


class PlanCallView(CallFormView):
    """Set when the call takes place."""

    form_class = PlanCallForm
    title = "Plan the call"
    submit_label = "Plan it"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Plan it."""
        plan_call(**self.about_call(), planned_for=data["planned_for"])
        return "Call planned."


class HoldCallView(CallFormView):
    """Say where it was held."""

    form_class = HeldCallForm
    title = "The call was held"
    lead = "Log it on the deal first, with the customers who were there."
    submit_label = "Record"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's activities."""
        return {"activities": activity_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        hold_call(**self.about_call(), activity_id=data["activity"], outcome=data["outcome"])
        return "Confidence call recorded."
