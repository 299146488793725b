"""Forms of daily work: next step, activity, plan, discovery, layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from opportunities.forms.deal import DealFormView, whole
from opportunities.forms.work import (
    PLAN_PARTS,
    ActivityForm,
    DiscoveryForm,
    DoneForm,
    LayerForm,
    NextStepForm,
    PlanForm,
)
from opportunities.queries import choices, detail
from opportunities.services.assign_layer import assign_layer
from opportunities.services.log_activity import NewActivity, log_activity
from opportunities.services.set_next_step import finish_next_step, set_next_step
from opportunities.services.write_plan import NewAction, write_discovery, write_plan


class NextStepView(DealFormView):
    """What happens next."""

    form_class = NextStepForm
    title = "Next step"
    submit_label = "Set the step"

    def get_initial(self) -> dict[str, Any]:
        """Start with the step there is."""
        row = self.deal
        return {"text": row.next_step, "due": row.next_step_date, "owner_id": row.next_step_owner_id or row.owner_id}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the colleagues."""
        return {"people": choices.people_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Set it."""
        set_next_step(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            text=data["text"],
            due=data["due"],
            owner_id=whole(data["owner_id"]),
        )
        return "Next step set."


class NextStepDoneView(DealFormView):
    """The step is done."""

    form_class = DoneForm
    title = "Step done"
    submit_label = "Done"

    def get_context(self) -> dict[str, Any]:
        """Say which step."""
        return super().get_context() | {"lead": self.deal.next_step}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Finish it."""
        finish_next_step(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, note=data["note"])
        return "Done. Set the next one while you remember."


class ActivityView(DealFormView):
    """What was done with the customer."""

    form_class = ActivityForm
    title = "Log activity"
    submit_label = "Log"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the account's contacts."""
        pairs = choices.contact_choices(self.actor, self.deal)
        return {"contacts": [(int(key), words) for key, words in pairs]}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Log it."""
        new = NewActivity(
            kind=data["kind"],
            subject=data["subject"],
            note=data["note"],
            happened_at=data["happened_at"],
            minutes=data["minutes"],
            sentiment=data["sentiment"],
            contact_ids=data.get("contact_ids", ()),
        )
        log_activity(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, new=new)
        return "Logged."


class PlanView(DealFormView):
    """The pursuit plan."""

    form_class = PlanForm
    title = "Pursuit plan"
    lead = "A colleague should be able to take the deal over from this page."

    def get_initial(self) -> dict[str, Any]:
        """Start with what is written."""
        plan = detail.plan_of(self.actor, self.deal)
        return {key: getattr(plan, key) for key in PLAN_PARTS} if plan else {}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write it."""
        actions = None
        if data["action_text"] and data["action_due_on"]:
            plan = detail.plan_of(self.actor, self.deal)
            kept = (
                [NewAction(each.text, each.due_on, each.is_theirs) for each in plan.actions.all() if not each.done_at]
                if plan
                else []
            )
            actions = [*kept, NewAction(data["action_text"], data["action_due_on"], data["action_is_theirs"])]
        texts = {key: data[key] for key in PLAN_PARTS}
        write_plan(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, texts=texts, actions=actions)
        return "Plan saved."


class DiscoveryView(DealFormView):
    """The discovery template."""

    form_class = DiscoveryForm
    title = "Discovery"
    lead = "Short answers in the customer's words. Empty ones stay open."

    def get_form_arguments(self) -> dict[str, Any]:
        """Ask the fit questions where the process does."""
        return {"with_fit": detail.asks_fit(self.deal)}

    def get_initial(self) -> dict[str, Any]:
        """Start with the answers there are."""
        found = detail.discovery_of(self.actor, self.deal)
        return dict(found.answers) if found else {}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write them."""
        write_discovery(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, answers=dict(data))
        return "Answers saved."


class LayerView(DealFormView):
    """Who acts for a layer."""

    form_class = LayerForm
    title = "Assign a layer"
    submit_label = "Assign"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer colleagues and partners."""
        return {"people": choices.people_choices(self.actor), "partners": choices.partner_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Assign it."""
        assign_layer(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            layer=data["layer"],
            person_id=whole(data["person_id"]),
            partner_id=whole(data["partner_id"]),
            note=data["note"],
        )
        return "Layer assigned."
