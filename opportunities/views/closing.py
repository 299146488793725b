"""The moves that need words: send back, skip, lose, reopen, re-engage, take back a win."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils import timezone

from opportunities.domain.closing import Loss
from opportunities.forms.deal import DealFormView
from opportunities.forms.moves import LoseForm, ReengageDateForm, TargetForm, VoidForm
from opportunities.queries.choices import people_choices
from opportunities.queries.detail import stages_by_move
from opportunities.services.lose import lose
from opportunities.services.reengage import reengage
from opportunities.services.reopen import reopen
from opportunities.services.send_back import send_back
from opportunities.services.set_reengagement import set_reengagement
from opportunities.services.skip import skip
from opportunities.services.void_won import void_won
from salesops.process.domain.definition import Move


class StageChoiceView(DealFormView):
    """A move that names its stage."""

    form_class = TargetForm
    move: Move

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the stages the process allows."""
        return {"stages": stages_by_move(self.deal, self.move)}


class SendBackView(StageChoiceView):
    """Back to an earlier stage."""

    move = Move.BACK
    title = "Send back to an earlier stage"
    lead = "Evidence stays. Milestones of later stages are looked at again."
    submit_label = "Send back"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Send it back."""
        send_back(
            actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, reason=data["reason"], to=data["to"]
        )
        return "Sent back. The reason is on the timeline."


class SkipView(StageChoiceView):
    """Over a stage proven otherwise."""

    move = Move.SKIP
    title = "Skip a stage"
    lead = "Only where the same was proven otherwise. The stage is recorded as skipped."
    submit_label = "Skip"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Skip it."""
        skip(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, reason=data["reason"], to=data["to"])
        return "Stage skipped. The reason is on the timeline."


class ReopenView(StageChoiceView):
    """A lost deal again."""

    move = Move.REOPEN
    title = "Reopen this deal"
    lead = "Within 90 days, to the stage it left or an earlier one."
    submit_label = "Reopen"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Reopen it."""
        reopen(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, reason=data["reason"], to=data["to"])
        return "Open again."


class LoseView(DealFormView):
    """Closed without a sale."""

    form_class = LoseForm
    title = "Close as lost?"
    lead = "The deal leaves the pipeline. A regional VP can reopen it for 90 days."
    submit_label = "Mark as lost"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Close it."""
        loss = Loss(
            outcome_class=data["outcome_class"],
            reason=data["reason"],
            detail=data["detail"],
            competitor=data["competitor"],
            reengage_on=data["reengage_on"],
            is_reengage_never=data["is_reengage_never"],
            merged_into_id=data["merged_into"],
        )
        lose(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, loss=loss)
        return "Closed. What you wrote helps the next one."


class ReengageView(DealFormView):
    """A lost customer tried again."""

    form_class = Form
    title = "Try this customer again?"
    lead = "Opens a new deal with the same account, use case and amounts, linked to this one."
    submit_label = "Open a new deal"
    leaves = True
    made: int = 0

    def get_context(self) -> dict[str, Any]:
        """Show the day that is set, with the way to choose another."""
        return super().get_context() | {"before_form": "opportunities/_reengage.html"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Open the new deal."""
        self.made = reengage(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk).pk
        return "New deal opened."

    def get_success_url(self) -> str:
        """Go to the new deal."""
        return reverse("opportunities:page", args=[self.made])


class ReengageDateView(DealFormView):
    """Another day to try a lost customer again."""

    form_class = ReengageDateForm
    title = "When do we try again?"
    lead = "Its owner is reminded on that day."
    submit_label = "Set the day"

    def get_initial(self) -> dict[str, Any]:
        """Start from what is set."""
        return {"on": self.deal.reengage_on, "is_never": self.deal.is_reengage_never}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Set it."""
        on = None if data["is_never"] else data["on"]
        set_reengagement(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, on=on)
        return "The day is set." if on else "No further try planned."


class VoidWonView(DealFormView):
    """A win recorded wrongly."""

    form_class = VoidForm
    title = "Take back this win?"
    lead = "Only within the same fiscal quarter. The win and its reversal both stay in the history."
    submit_label = "Take back the win"
    submit_style = "danger"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the colleagues."""
        return {"people": people_choices(self.actor)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Take it back."""
        void_won(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            reason=data["reason"],
            second_person_id=int(data["second_person_id"]),
        )
        return "The win was taken back."
