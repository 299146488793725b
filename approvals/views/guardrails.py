"""Settings › Guardrails: the rules in force, their versions, a draft with its editor, back-test and publication."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from approvals.domain.guardrails import Guardrails
from approvals.domain.rule_bands import CannotReband, reband
from approvals.forms.guardrails import GuardrailsForm, ReadVersionForm
from approvals.queries.rule_sets import RuleSetPage, may_read_guardrails, rule_set, rule_set_page
from approvals.services.draft_guardrails import draft_guardrails
from approvals.services.edit_guardrails import discard_guardrails, edit_guardrails
from approvals.services.publish_guardrails import publish_guardrails
from approvals.services.start_back_test import start_back_test
from salesops.core.errors import Invalid, SalesOpsError
from salesops.web.http import ActingRequest, is_htmx, mark_refusal, refusal_context
from salesops.web.sheets import SheetFormView, place_errors


@require_GET
def show_in_force(request: ActingRequest) -> HttpResponse:
    """Show the guardrails in force; to those who may not read them, that there are some."""
    if not may_read_guardrails(request.actor):
        return render(request, "approvals/guardrails_closed.html")
    return _show(request, rule_set_page(request.actor, None, now=timezone.now()))


@require_GET
def show_version(request: ActingRequest, number: int) -> HttpResponse:
    """Show one version: its matrix, what it changes, its back-test."""
    return _show(request, rule_set_page(request.actor, number, now=timezone.now()))


def _show(request: ActingRequest, page: RuleSetPage) -> HttpResponse:
    return render(request, "approvals/guardrails.html", {"page": page, "row": page.row})


@require_POST
def start_draft(request: ActingRequest) -> HttpResponse:
    """Start a draft from what is in force and open its editor."""
    draft = draft_guardrails(actor=request.actor, now=timezone.now())
    return redirect("approvals:edit_guardrails", draft.number)


class TestView(View):
    """The back-test of a version: how far it is, and a new one."""

    request: ActingRequest

    def get(self, request: ActingRequest, number: int) -> HttpResponse:
        """Show how far it is, as a part of the page; once it ended the whole page reads itself again."""
        if not is_htmx(request):
            return redirect("approvals:guardrails_version", number)
        page = rule_set_page(request.actor, number, now=timezone.now())
        response = render(request, "approvals/guardrails.html#test", {"page": page, "row": page.row})
        if not page.is_moving:
            response["HX-Refresh"] = "true"
        return response

    def post(self, request: ActingRequest, number: int) -> HttpResponse:
        """Ask for one."""
        start_back_test(actor=request.actor, now=timezone.now(), number=number)
        return redirect("approvals:guardrails_version", number)


class EditView(View):
    """The editor: one form for the whole rule set."""

    request: ActingRequest

    def get(self, request: ActingRequest, number: int) -> HttpResponse:
        """Show the draft as fields."""
        draft = rule_set(request.actor, number)
        form = GuardrailsForm(
            rules=Guardrails.read(draft.rules), initial={"reason": draft.reason, "version": draft.version}
        )
        return self._show(number, form)

    def post(self, request: ActingRequest, number: int) -> HttpResponse:
        """Write the draft; what is wrong comes back with everything typed still there."""
        form = GuardrailsForm(request.POST, rules=Guardrails.read(rule_set(request.actor, number).rules))
        if not form.is_valid():
            return self._show(number, form, status=422)
        data = form.cleaned_data
        known = {"actor": request.actor, "now": timezone.now(), "number": number, "version": data["version"]}
        act = request.POST.get("band", "")
        try:
            edit_guardrails(**known, rules=_rebanded(form.read_rules(), act), reason=data["reason"])
        except Invalid as error:
            place_errors(form, error)
            return self._show(number, form, status=error.status)
        except SalesOpsError as error:
            return mark_refusal(self._show(number, form, status=error.status, error=error), error)
        # A band that was split or joined is written at once, and its numbers are waited for.
        return redirect("approvals:edit_guardrails" if act else "approvals:guardrails_version", number)

    def _show(
        self, number: int, form: GuardrailsForm, *, status: int = 200, error: SalesOpsError | None = None
    ) -> HttpResponse:
        refusal = refusal_context(error) if error else None
        context = {"number": number, "form": form, "refusal": refusal}
        return render(self.request, "approvals/guardrails_edit.html", context, status=status)


def _rebanded(rules: Guardrails, act: str) -> Guardrails:
    """Split or join a band where such a button was pressed: `split discount 2`."""
    known = re.fullmatch(r"(split|join) (\w+) (\d)", act)
    if known is None:
        return rules
    try:
        return reband(rules, known[1], known[2], int(known[3]))
    except CannotReband as error:
        raise Invalid({"rules": [str(error)]}) from error


class _ActView(SheetFormView):
    """An act on one version that asks for nothing but to be sure."""

    def load(self) -> None:
        """Read the version."""
        self.row = rule_set(self.request.actor, self.kwargs["number"])

    def get_back_url(self) -> str:
        """Cancelling leads back to the version."""
        return reverse("approvals:guardrails_version", args=[self.kwargs["number"]])

    def get_initial(self) -> dict[str, Any]:
        """Keep which version was read."""
        return {"version": self.row.version}


class PublishView(_ActView):
    """Putting a draft in force."""

    form_class = ReadVersionForm
    title = "Publish the guardrails"
    submit_label = "Publish"

    def get_context(self) -> dict[str, Any]:
        """Say from when on and for what it counts."""
        return {
            "lead": f"{self.row} is in force at once for every offer judged from now on. Approvals already given stand."
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Publish it."""
        published = publish_guardrails(
            actor=self.request.actor, now=timezone.now(), number=self.row.number, version=data["version"]
        )
        return f"{published} is in force."


class DiscardView(_ActView):
    """Putting a draft away."""

    form_class = ReadVersionForm
    title = "Discard the draft"
    submit_label = "Discard"
    submit_style = "danger"
    lead = "It stays to be read and is never taken up again."

    def perform(self, data: Mapping[str, Any]) -> str:
        """Discard it."""
        discarded = discard_guardrails(actor=self.request.actor, now=timezone.now(), number=self.row.number)
        return f"{discarded} is discarded."
