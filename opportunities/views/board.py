"""The board page and the next cards of one column."""

from __future__ import annotations

from decimal import InvalidOperation

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.queries.board import board, lane_page
from opportunities.queries.listing import Sums
from opportunities.views.chips import address
from opportunities.views.listing import listing_context, read_listing
from salesops.core.errors import NotVisible
from salesops.web.http import ActingRequest, render_page


@require_GET
def show_board(request: ActingRequest) -> HttpResponse:
    """Show the pipeline of one process as columns."""
    now = timezone.now()
    listing = read_listing(request, one_process=True)
    context = listing_context(request, listing, "board")
    if listing.definition:
        swims = board(request.actor, listing.filters, listing.definition, now=now)
        context |= {
            "swims": swims,
            "sums": sum((swim.sums for swim in swims), Sums()),
            "total_stages": len(listing.definition.open_stages),
        }
    return render_page(request, "opportunities/board.html", context)


@require_GET
def more_cards(request: ActingRequest) -> HttpResponse:
    """Give the next cards of one column, after the card named by `after`."""
    now = timezone.now()
    listing = read_listing(request, one_process=True)
    if listing.definition is None:
        raise NotVisible("not_found", "No process is published.", next_action="Publish one under Settings.")
    stage, after = request.GET.get("lane", ""), request.GET.get("after", "")
    try:
        lane = lane_page(request.actor, listing.filters, listing.definition, stage=stage, after=after, now=now)
    except (KeyError, ValueError, InvalidOperation):
        raise NotVisible(
            "not_found", "That column is not on this board.", next_action="Open the board again."
        ) from None
    context = {"lane": lane, "query": address(listing.filters), "total_stages": len(listing.definition.open_stages)}
    return render(request, "opportunities/board.html#cards", context)
