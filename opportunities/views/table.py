"""The table page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.filters import COLUMNS, SORTS, Filters
from opportunities.queries.table import table_page
from opportunities.views.chips import address
from opportunities.views.listing import listing_context, read_listing
from salesops.web.http import render_page
from salesops.web.panels import load_panels

SORT_OF = {
    "name": "name",
    "forecast": "",
    "gate": "",
    "subtype": "",
    "source": "",
    "region": "",
    "product": "",
    "probability": "stage",
}
NUMERIC = ("amount", "weighted", "in_stage", "probability")
EDITABLE = ("close", "next_step", "forecast")


@require_GET
def show_table(request: HttpRequest) -> HttpResponse:
    """Show the pipeline as rows: columns chosen, sorted, filtered."""
    now = timezone.now()
    listing = read_listing(request, one_process=False)
    filters = listing.filters
    number = request.GET.get("page", "1")
    shown = table_page(
        request.actor, filters, number=int(number) if number.isdecimal() and len(number) < 6 else 1, now=now
    )
    extra = load_panels("opportunity.card", request.actor, [card.opportunity.pk for card in shown.rows], now)
    for card in shown.rows:
        card.panels = extra[card.opportunity.pk]
    context = listing_context(request, listing, "table") | {
        "shown": shown,
        "heads": [_head(filters, key) for key in ("name", *filters.columns)],
        "all_columns": COLUMNS,
        "numeric": NUMERIC,
        "editable": EDITABLE,
        "previous_url": address(filters) + f"&page={shown.number - 1}",
        "next_url": address(filters) + f"&page={shown.number + 1}",
    }
    return render_page(request, "opportunities/table.html", context)


def _head(filters: Filters, key: str) -> dict[str, str]:
    sort = SORT_OF.get(key, key)
    current = filters.sort
    turned = sort if current == f"-{sort}" else f"-{sort}"
    return {
        "key": key,
        "label": COLUMNS.get(key, "Opportunity"),
        "url": address(filters, sort=turned) if sort in SORTS else "",
        "direction": "descending" if current == f"-{sort}" else "ascending" if current == sort and sort else "",
    }
