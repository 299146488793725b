"""One change for many rows: a dry run first, then a result for each row."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opportunities.queries.table import names_of, owners_named
from opportunities.services.change_many import BulkChange, change_many
from salesops.core.errors import Invalid
from salesops.db.row_by_row import RowResult
from salesops.web.bulk import answer_bulk
from salesops.web.http import ActingRequest

FIELDS = ("forecast_category", "close_date", "owner", "next_step")


@require_POST
def bulk(request: ActingRequest) -> HttpResponse:
    """Say what the change would do to each row, or do it."""

    def run(ids: list[int], is_dry: bool) -> list[RowResult]:
        change = _change(request, request.POST.get("field", ""), request.POST.get("value", "").strip())
        return change_many(actor=request.actor, now=timezone.now(), opportunity_ids=ids, change=change, dry_run=is_dry)

    def names(ids: list[int]) -> dict[int, str]:
        return names_of(request.actor, ids)

    places = {"address": reverse("opportunities:bulk"), "fallback": reverse("opportunities:table")}
    return answer_bulk(request, run, names, **places, things="deal,deals")


def _change(request: ActingRequest, field: str, value: str) -> BulkChange:
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
