"""The table page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.added_columns import ADDED
from opportunities.domain.filters import COLUMNS, SORTS, Filters
from opportunities.queries.table import GATED, PAGE_SIZE, owners, rows_of, table_page
from opportunities.views.chips import address
from opportunities.views.listing import listing_context, read_listing
from salesops.web.http import ActingRequest, render_page

SORT_OF = {
    "name": "name",
    "forecast": "",
    "gate": "",
    "score": "",
    "subtype": "",
    "source": "",
    "region": "",
    "product": "",
    "probability": "stage",
}


@require_GET
def show_table(request: ActingRequest) -> HttpResponse:
    """Show the pipeline as rows; gates and scores follow in an answer of their own."""
    now = timezone.now()
    listing = read_listing(request, one_process=False)
    filters = listing.filters
    number = request.GET.get("page", "1")
    at_once = request.GET.get("gates") == "1" and bool(GATED & set(filters.columns))
    shown = table_page(
        request.actor,
        filters,
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
        now=now,
        with_gates=at_once,
    )
    context = listing_context(request, listing, "table") | {
        "shown": shown,
        "heads": [_head(filters, key) for key in ("name", *filters.columns)],
        "all_columns": COLUMNS | {key: column.label for key, column in ADDED.items()},
        "is_lazy": not at_once and bool(GATED & set(filters.columns)),
        "row_ids": ",".join(str(card.opportunity.pk) for card in shown.rows),
        "previous_url": address(filters) + f"&page={shown.number - 1}",
        "next_url": address(filters) + f"&page={shown.number + 1}",
    }
    return render_page(request, "opportunities/table.html", context)


@require_GET
def show_gates(request: ActingRequest) -> HttpResponse:
    """Give the gates and scores of the rows named, for cells that are on the page already."""
    now = timezone.now()
    ids = [int(pk) for pk in request.GET.get("ids", "").split(",") if pk.isdecimal() and len(pk) < 18][:PAGE_SIZE]
    return render(request, "opportunities/_gates.html", {"cards": rows_of(request.actor, ids, now=now)})


@require_GET
def show_owners(request: ActingRequest) -> HttpResponse:
    """Give the people who own deals, as choices of the filter or as names to type."""
    people = owners(request.actor)
    return render(request, "opportunities/_owners.html", {"owners": people, "chosen": request.GET.get("chosen", "")})


def _head(filters: Filters, key: str) -> dict[str, str]:
    sort = SORT_OF.get(key, key)
    current = filters.sort
    turned = sort if current == f"-{sort}" else f"-{sort}"
    return {
        "key": key,
        "label": ADDED[key].label if key in ADDED else COLUMNS.get(key, "Opportunity"),
        "url": address(filters, sort=turned) if sort in (*SORTS, *ADDED) else "",
        "direction": "descending" if current == f"-{sort}" else "ascending" if current == sort and sort else "",
    }
