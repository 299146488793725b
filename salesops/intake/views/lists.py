"""Leads as a list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.charter import Facts, decide
from salesops.intake.domain.leads import SOURCES
from salesops.intake.queries.listing import SHELVES, Asked, lead_page
from salesops.web.http import ActingRequest


@require_GET
def show_leads(request: ActingRequest) -> HttpResponse:
    """Show leads in the order they want to be worked."""
    asked = _asked(request)
    kept = {"q": asked.words, "source": asked.source, "segment": asked.segment, "asset": str(asked.asset_id or "")}
    context = {
        "asked": asked,
        "page": lead_page(request.actor, asked, now=timezone.now()),
        "sources": SOURCES,
        "kept": urlencode({key: value for key, value in kept.items() if value}),
        "kept_but_segment": urlencode({key: value for key, value in kept.items() if value and key != "segment"}),
        "may_create": decide(request.actor, "lead.create", Facts(owner_id=request.actor.user_id)).allowed,
    }
    return render(request, "intake/lead_list.html", context)


def _asked(request: ActingRequest) -> Asked:
    get = request.GET
    shelf, segment, source, asset, number = (
        get.get(name, "") for name in ("show", "segment", "source", "asset", "page")
    )
    return Asked(
        shelf=shelf if shelf in SHELVES else "work",
        segment=segment if segment in ("A", "B", "C", "D") else "",
        source=source if source in dict(SOURCES) else "",
        words=get.get("q", "").replace("\x00", "").strip()[:100],
        asset_id=int(asset) if asset.isdecimal() and len(asset) < 16 else None,
        number=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )
