"""Forms of testimony: record evidence or withdraw it, waive, lift a waiver, record a milestone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from opportunities.forms.deal import DealFormView, whole
from opportunities.forms.evidence import AttestForm, MilestoneForm, TakeBackForm, WaiveForm
from opportunities.queries.choices import activity_choices, contact_choices, document_choices
from opportunities.queries.detail import criterion_title, milestone_choices
from opportunities.queries.testimony import attestation_in_force, waiver_in_force
from opportunities.services.attest import Evidence, attest, withdraw_attestation
from opportunities.services.reach_milestone import reach_milestone
from opportunities.services.waive import keep_waiver, lift_waiver, waive


class CriterionView(DealFormView):
    """A form about one criterion, named in the address or in the form."""

    def criterion_id(self) -> str:
        """The criterion asked about."""
        return (self.request.POST.get("criterion_id") or self.request.GET.get("criterion_id") or "")[:20]

    def get_context(self) -> dict[str, Any]:
        """Say which criterion it is."""
        return super().get_context() | {"lead": criterion_title(self.deal, self.criterion_id())}


class AttestView(CriterionView):
    """Evidence for a criterion a person vouches for."""

    form_class = AttestForm
    title = "Record evidence"
    submit_label = "Record"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's people, activities and documents."""
        return {
            "contacts": contact_choices(self.actor, self.deal),
            "activities": activity_choices(self.actor, self.deal),
            "documents": document_choices(self.actor, self.deal),
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        evidence = Evidence(
            note=data["note"],
            source_class=data["source_class"],
            contact_id=whole(data["contact_id"]),
            activity_id=whole(data["activity_id"]),
            document_id=whole(data["document_id"]),
            link=data["link"],
        )
        attest(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            criterion_id=data["criterion_id"],
            evidence=evidence,
        )
        return f"Evidence for {data['criterion_id']} recorded."


class WaiveView(CriterionView):
    """A criterion let through, on one's own name."""

    form_class = WaiveForm
    title = "Waive this criterion?"
    submit_label = "Waive"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Waive it."""
        waive(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            criterion_id=data["criterion_id"],
            reason=data["reason"],
        )
        return f"{data['criterion_id']} waived. It stays visible on the deal."


class LiftWaiverView(CriterionView):
    """A waiver ended: the criterion counts again."""

    form_class = TakeBackForm
    title = "Lift this waiver?"
    submit_label = "Lift the waiver"
    submit_style = "danger"

    def get_context(self) -> dict[str, Any]:
        """Show what was waived and why before it is lifted."""
        waiver = waiver_in_force(self.deal, self.criterion_id())
        return super().get_context() | {"waiver": waiver, "before_form": "opportunities/_waiver.html"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Lift it."""
        lift_waiver(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, **data)
        return f"Waiver of {data['criterion_id']} lifted. The criterion counts again."


class KeepWaiverView(CriterionView):
    """A waiver looked at again that still holds."""

    form_class = WaiveForm
    title = "Does this waiver still hold?"
    submit_label = "Keep the waiver"

    def get_context(self) -> dict[str, Any]:
        """Show what was waived and why, with the way to lift it."""
        waiver = waiver_in_force(self.deal, self.criterion_id())
        around = {"waiver": waiver, "may_be_lifted": True, "before_form": "opportunities/_waiver.html"}
        return super().get_context() | around

    def perform(self, data: Mapping[str, Any]) -> str:
        """Waive it afresh."""
        keep_waiver(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, **data)
        return f"Waiver of {data['criterion_id']} kept. It comes up again in a month."


class WithdrawView(CriterionView):
    """Evidence taken back: the criterion is open again."""

    form_class = TakeBackForm
    title = "Withdraw this evidence?"
    submit_label = "Withdraw the evidence"
    submit_style = "danger"

    def get_context(self) -> dict[str, Any]:
        """Show what was said, and by whom, before it is taken back."""
        said = attestation_in_force(self.deal, self.criterion_id())
        return super().get_context() | {"said": said, "before_form": "opportunities/_attestation.html"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Withdraw it."""
        withdraw_attestation(actor=self.actor, now=timezone.now(), opportunity_id=self.deal.pk, **data)
        return f"Evidence for {data['criterion_id']} withdrawn. The criterion is open again."


class MilestoneView(DealFormView):
    """A win on the way."""

    form_class = MilestoneForm
    title = "Record a milestone"
    submit_label = "Record"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the milestones of the process."""
        return {"milestones": milestone_choices(self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        reach_milestone(
            actor=self.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            key=data["key"],
            evidence=data["evidence"],
        )
        return "Milestone recorded."
