"""Leads as a list, and the list as a download."""

from __future__ import annotations

from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.intake.domain.leads import SOURCES
from salesops.intake.forms.bulk import change_forms
from salesops.intake.queries.listing import SHELVES, Asked, LeadRow, all_rows, lead_page
from salesops.intake.services.note_lead_export import note_lead_export
from salesops.web.http import ActingRequest
from salesops.web.spreadsheets import Value, as_csv

HEADS = (
    "Id", "Company", "Person", "Title", "E-mail", "Country", "City", "Score", "Segment", "Clock", "First touch",
    "Status", "Wants", "Source", "Source in detail", "Owner", "Came in",
)  # fmt: skip


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
        "change_forms": change_forms(request.actor) if _may_change(request.actor) else {},
    }
    return render(request, "intake/lead_list.html", context)


def _may_change(actor: Actor) -> bool:
    """Say whether somebody may change leads at all; each lead asks for itself."""
    own, led = Facts(owner_id=actor.user_id), Facts(region=min(actor.regions, default=""))
    return decide(actor, "lead.qualify", own).allowed or decide(actor, "owner.change", led).allowed


@require_GET
def export_leads(request: ActingRequest) -> HttpResponseBase:
    """Send every lead of the filter as CSV, in the order of the list."""
    now, asked = timezone.now(), _asked(request)
    rows = all_rows(request.actor, asked, now=now)
    note_lead_export(actor=request.actor, now=now, rows=len(rows), shelf=asked.shelf)
    return as_csv(chain([HEADS], map(_values, rows)), f"leads-{timezone.localdate()}")


def _values(row: LeadRow) -> tuple[Value, ...]:
    lead: Any = row.lead
    touched = lead.first_touched_at
    return (
        lead.pk, lead.company, lead.person_name, lead.person_title, lead.person_email, lead.country.name, lead.city,
        int(lead.score), lead.segment, row.clock.words if row.clock else "",
        timezone.localtime(touched) if touched else None, lead.get_status_display(), lead.use_case,
        lead.get_source_display(), lead.source_detail, lead.owner.name if lead.owner else "",
        timezone.localtime(lead.opened_at),
    )  # fmt: skip


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
