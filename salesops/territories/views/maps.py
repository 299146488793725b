"""The map of a day: coverage, faults and what mends them, and whose an account is."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.territories.forms import MapForm
from salesops.territories.queries import SOURCES, day_of
from salesops.territories.queries.disputes import disputes, may_judge
from salesops.territories.queries.holders import held_rows
from salesops.territories.queries.pages import accounts_like, explained, map_page, may_edit, require_reader
from salesops.web.http import ActingRequest, render_page


@require_GET
def show_map(request: ActingRequest) -> HttpResponse:
    """Show who works where on a day, and whose an account is."""
    today = day_of(timezone.now())
    form = MapForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day, words = asked.get("on") or today, asked.get("q") or ""
    page = map_page(request.actor, day, today, only_problems=asked.get("only") == "problems")
    found = accounts_like(request.actor, words)
    chosen = asked.get("account") or (found[0].pk if found else None)
    shown = explained(request.actor, chosen, day) if chosen else None
    context = {
        "page": page,
        "today": today,
        "only": asked.get("only") or "",
        "words": words,
        "found": found,
        "shown": shown,
        "source": SOURCES[shown.standing.source] if shown else "",
        "is_bad": not form.is_valid(),
    }
    return render_page(request, "territories/map.html", context)


@require_GET
def show_people(request: ActingRequest) -> HttpResponse:
    """Show who has which territory."""
    rows = held_rows(request.actor, day_of(timezone.now()))
    return render_page(request, "territories/people.html", {"rows": rows, "may_edit": may_edit(request.actor)})


@require_GET
def show_disputes(request: ActingRequest) -> HttpResponse:
    """Show the accounts two territories claim."""
    require_reader(request.actor)
    rows = [(row, may_judge(request.actor, row)) for row in disputes(request.actor)]
    return render_page(request, "territories/disputes.html", {"rows": rows})
