"""One change for many leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from salesops.core.errors import Invalid
from salesops.db.row_by_row import RowResult
from salesops.intake.forms.bulk import change_forms
from salesops.intake.queries.leads import names_of
from salesops.intake.services.change_leads import change_leads
from salesops.web.bulk import answer_bulk
from salesops.web.http import ActingRequest


@require_POST
def change_many_leads(request: ActingRequest) -> HttpResponse:
    """Say what the change would do to each lead, or do it."""

    def run(ids: list[int], is_dry: bool) -> list[RowResult]:
        known: dict[str, Any] = {"actor": request.actor, "now": timezone.now(), "lead_ids": ids, "dry_run": is_dry}
        return change_leads(**known, change=request.POST.get("change", ""), values=_values(request))

    def names(ids: list[int]) -> dict[int, str]:
        return names_of(request.actor, ids)

    places = {"address": reverse("intake:change_many_leads"), "fallback": reverse("intake:leads")}
    return answer_bulk(request, run, names, **places, things="lead,leads")


def _values(request: ActingRequest) -> dict[str, Any]:
    """Read what the change takes, by the form that one lead has for it. Raises: Invalid."""
    form = change_forms(request.actor, request.POST).get(request.POST.get("change", ""))
    if form is None:
        raise Invalid({"change": ["Choose what to do."]})
    if not form.is_valid():
        raise Invalid({name: [f"{form[name].label}: {text}" for text in texts] for name, texts in form.errors.items()})
    values = dict(form.cleaned_data)
    if "owner_id" in values:
        values["owner_id"] = int(values["owner_id"])
    return values
