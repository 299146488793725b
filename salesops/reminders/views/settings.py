"""Settings › Reminder rules: every rule, its lanes, and who it would have told yesterday."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_GET

from salesops.core.errors import Invalid, NotVisible, SalesOpsError
from salesops.reminders.forms import RuleForm
from salesops.reminders.queries.preview import Preview, preview
from salesops.reminders.queries.rules import InForce, rule_in_force, settings_of_rules, with_lanes
from salesops.reminders.registry import known_rules
from salesops.reminders.services.set_rule import read_lanes, require_setter, set_rule
from salesops.web.http import ActingRequest, done, refusal_context, render_page
from salesops.web.sheets import place_errors


@require_GET
def show_rules(request: ActingRequest) -> HttpResponse:
    """Show every rule as it stands."""
    context = {"rules": settings_of_rules(), "may_set": _may_set(request)}
    return render_page(request, "reminders/rules.html", context)


class RuleView(View):
    """One rule: change it, or look first whom it would have told yesterday."""

    request: ActingRequest

    def get(self, request: ActingRequest, key: str) -> HttpResponse:
        """Show the rule with its form and yesterday as it stands."""
        rule = self._rule(key)
        form = RuleForm(lanes=rule.rule.lanes, initial={"is_on": rule.is_on, "revision": rule.revision})
        return self._show(rule, form, self._yesterday(rule))

    def post(self, request: ActingRequest, key: str) -> HttpResponse:
        """Save the rule, or show whom it would have told with these words."""
        require_setter(request.actor)
        rule = self._rule(key)
        form = RuleForm(request.POST, lanes=rule.rule.lanes)
        if not form.is_valid():
            return self._show(rule, form, None, status=422)
        is_on, words = form.cleaned_data["is_on"], form.words()
        try:
            if "preview" in request.POST:
                tried = with_lanes(rule, read_lanes(rule.rule, words, is_on=is_on), is_on=is_on)
                return self._show(rule, form, self._yesterday(tried))
            set_rule(
                actor=request.actor, now=timezone.now(), key=key, is_on=is_on, lanes=words,
                expected_revision=form.cleaned_data["revision"],
            )  # fmt: skip
        except Invalid as error:
            place_errors(form, error)
            return self._show(rule, form, None, status=error.status)
        except SalesOpsError as error:
            return self._show(rule, form, None, status=error.status, refusal=refusal_context(error))
        return done(request, f"{rule.rule.title}: set.", redirect("reminders:rules").url, leave=True)

    def _rule(self, key: str) -> InForce:
        if key not in known_rules():
            raise NotVisible("not_found", "There is no such rule.", next_action="Open Reminder rules.")
        return rule_in_force(key)

    def _yesterday(self, rule: InForce) -> Preview | None:
        if not _may_set(self.request):
            return None
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        start: datetime = today - timedelta(days=1)
        return preview(rule, start=start, end=today)

    def _show(
        self, rule: InForce, form: RuleForm, seen: Preview | None, *, status: int = 200, refusal: object = None
    ) -> HttpResponse:
        context = {"rule": rule, "form": form, "preview": seen, "refusal": refusal, "may_set": _may_set(self.request)}
        return render_page(self.request, "reminders/rule.html", context, status=status)


def _may_set(request: ActingRequest) -> bool:
    return request.actor.has_role("revops_admin") and request.actor.scopes is None
