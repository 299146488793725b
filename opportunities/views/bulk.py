"""One change for many rows: a dry run first, then a result for each row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opportunities.queries.table import names_of, owners_named
from opportunities.services.change_many import BulkChange, change_many
from salesops.core.errors import Invalid
from salesops.web.http import ActingRequest, back_url, is_htmx

FIELDS = {
    "forecast_category": "Forecast category",
    "close_date": "Close date",
    "owner": "Owner",
    "next_step": "Next step",
    "advance": "Stage",
}


@require_POST
def bulk(request: ActingRequest) -> HttpResponse:
    """Say what the change would do to each row, or do it."""
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 18]
    is_dry = bool(request.POST.get("dry_run"))
    field, value = request.POST.get("field", ""), request.POST.get("value", "").strip()
    context: dict[str, Any] = {
        "field": field,
        "field_label": FIELDS.get(field, field),
        "value": value,
        "is_dry": is_dry,
        "back_url": back_url(request, reverse("opportunities:table")),
        "ids": ids,
    }
    status = 200
    try:
        if not ids:
            raise Invalid({"ids": ["Select at least one deal."]})
        change = _change(request, field, value)
        results = change_many(
            actor=request.actor,
            now=timezone.now(),
            opportunity_ids=ids,
            change=change,
            dry_run=is_dry,
        )
        names = names_of(request.actor, ids)
        context["results"] = [
            (result, names.get(result.opportunity_id, f"Deal {result.opportunity_id}")) for result in results
        ]
        context["changed"] = sum(result.ok for result in results)
        context["refused"] = len(results) - context["changed"]
    except Invalid as error:
        status, context["problem"] = error.status, error.message
    template = "opportunities/bulk.html#result" if is_htmx(request) else "opportunities/bulk.html"
    return render(request, template, context, status=status)


def _change(request: ActingRequest, field: str, value: str) -> BulkChange:
    if field == "advance":
        return BulkChange("advance", {})
    if field not in FIELDS:
        raise Invalid({"field": ["Choose what to set."]})
    if not value:
        raise Invalid({"value": ["Say what to set it to."]})
    if field == "close_date":
        return BulkChange("amend", {"close_date": _date(value)})
    if field == "owner":
        owner = owners_named(request.actor, value)
        return BulkChange("owner", {"owner_id": owner, "reason": "Bulk change from the table."})
    if field == "next_step":
        return BulkChange("next_step", {"text": value[:200], "due": timezone.localdate() + timedelta(days=7)})
    return BulkChange("amend", {field: value})


def _date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid({"value": ["Write the date like 2027-03-31."]}) from None
