"""The page of a deal's requirements, security path and questions, and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.deal import DealFormView, whole
from opportunities.queries.choices import activity_choices, contact_choices, document_choices
from opportunities.services.attest import Evidence
from qualification.domain.requirements import GROUPS
from qualification.forms.requirements import (
    AlignForm,
    AnswerForm,
    JudgeForm,
    QuestionForm,
    RequirementForm,
    SecurityPathForm,
    UnalignForm,
    steps_of,
)
from qualification.queries.requirements import question_of, requirement_of, requirements_page
from qualification.services.add_requirement import add_requirement
from qualification.services.align_group import align_group, unalign_group
from qualification.services.answer_question import answer_question
from qualification.services.ask_question import ask_question
from qualification.services.judge_requirement import judge_requirement
from qualification.services.write_security_path import write_security_path
from salesops.web.http import ActingRequest, htmx_target, is_htmx, render_page


@require_GET
def show_requirements(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what the customer requires in groups, the path to their clearance, and what they asked."""
    if is_htmx(request) and htmx_target(request) == "sheet":
        # The fix of a gate leads here: a page, which has no room in the sheet.
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("qualification:requirements", args=[pk])})
    page = requirements_page(request.actor, pk)
    return render_page(request, "qualification/requirements.html", {"page": page, "deal": page.opportunity})


class RequirementsFormView(DealFormView):
    """A form that leads back to the requirements."""

    def get_back_url(self) -> str:
        """Cancelling leads to the requirements."""
        return reverse("qualification:requirements", args=[self.deal.pk])

    def known(self) -> dict[str, Any]:
        """Give what a service about the deal is called with."""
        return {"actor": self.actor, "now": timezone.now(), "opportunity_id": self.deal.pk}


class AddRequirementView(RequirementsFormView):
    """A requirement of the customer."""

    form_class = RequirementForm
    title = "Add a requirement"
    lead = "It is open until somebody judges it. It is never edited: withdraw it and add another."
    submit_label = "Add"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        add_requirement(**self.known(), kind=data["kind"], text=data["text"])
        return "Requirement added."


class JudgeView(RequirementsFormView):
    """A word on one requirement."""

    form_class = JudgeForm
    title = "Judge the requirement"
    submit_label = "Record"

    def load(self) -> None:
        """Find the requirement."""
        super().load()
        self.requirement = requirement_of(self.actor, self.deal.pk, self.kwargs["requirement_id"])

    def get_initial(self) -> dict[str, Any]:
        """Propose the good answer; its evidence has to be fresh."""
        return {"state": "validated"}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's people, activities and documents."""
        return {
            "contacts": contact_choices(self.actor, self.deal),
            "activities": activity_choices(self.actor, self.deal),
            "documents": document_choices(self.actor, self.deal),
        }

    def get_context(self) -> dict[str, Any]:
        """Say which requirement it is."""
        return super().get_context() | {"lead": self.requirement.text}

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
        row = judge_requirement(
            actor=self.actor,
            now=timezone.now(),
            requirement_id=self.requirement.pk,
            state=data["state"],
            evidence=evidence,
        )
        return f"{self.requirement.text}: {row.get_state_display().lower()}."


class GroupView(RequirementsFormView):
    """A form about one group, named in the address."""

    def load(self) -> None:
        """An unknown group is not found."""
        super().load()
        if self.kwargs["kind"] not in dict(GROUPS):
            raise Http404
        self.kind: str = self.kwargs["kind"]

    def get_context(self) -> dict[str, Any]:
        """Say which group it is."""
        return super().get_context() | {"title": f"{self.title}: {dict(GROUPS)[self.kind].lower()} requirements"}


class AlignView(GroupView):
    """A group that matches."""

    form_class = AlignForm
    title = "Aligned"
    lead = "Both sides see it the same way: what they require is what they get."
    submit_label = "Say that it is aligned"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Say it."""
        align_group(**self.known(), kind=self.kind, note=data["note"])
        return f"{dict(GROUPS)[self.kind]} requirements are aligned."


class UnalignView(GroupView):
    """A group that does not match any more."""

    form_class = UnalignForm
    title = "Not aligned any more"
    lead = "Business Win is taken back where it was reached."
    submit_label = "End the alignment"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Say it."""
        unalign_group(**self.known(), kind=self.kind, reason=data["reason"])
        return f"{dict(GROUPS)[self.kind]} requirements are not aligned any more."


class SecurityPathView(RequirementsFormView):
    """The steps to the customer's security clearance."""

    form_class = SecurityPathForm
    title = "Path to the security clearance"
    lead = "What happens, who does it and by when, up to their yes."
    submit_label = "Save the path"

    def load(self) -> None:
        """Read the steps there are."""
        super().load()
        self.steps = requirements_page(self.actor, self.deal.pk).steps

    def get_form_arguments(self) -> dict[str, Any]:
        """Make room for the steps there are and two more."""
        return {"count": len(self.steps) + 2}

    def get_initial(self) -> dict[str, Any]:
        """Start with the steps there are."""
        columns = ("text", "owner_name", "due_on")
        return {f"{column}_{i}": getattr(step, column) for i, step in enumerate(self.steps) for column in columns}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Write them."""
        write_security_path(**self.known(), steps=steps_of(data))
        return "Path saved."


class AskView(RequirementsFormView):
    """A question of the customer."""

    form_class = QuestionForm
    title = "Add a question"
    lead = "Technical and functional questions are answered before a proposal is accepted."
    submit_label = "Add"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the account's people."""
        return {"contacts": contact_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep it."""
        ask_question(**self.known(), kind=data["kind"], text=data["text"], contact_id=data["contact"])
        return "Question added."


class AnswerView(RequirementsFormView):
    """An answer to a question."""

    form_class = AnswerForm
    title = "Answer"
    submit_label = "Record the answer"

    def load(self) -> None:
        """Find the question."""
        super().load()
        self.question = question_of(self.actor, self.deal.pk, self.kwargs["question_id"])

    def get_context(self) -> dict[str, Any]:
        """Say which question it is."""
        return super().get_context() | {"lead": f"{self.question.contact.name}: {self.question.text}"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        answer_question(actor=self.actor, now=timezone.now(), question_id=self.question.pk, answer=data["answer"])
        return "Answered."
