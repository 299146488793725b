"""Settings › Processes: every version, its stages and criteria, what it lacks, what changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesops.process.queries import definition_page, definitions
from salesops.web.http import ActingRequest

TABS = {"stages": "Stages", "criteria": "Criteria", "moves": "Moves", "meetings": "Meetings"}


@require_GET
def show_processes(request: ActingRequest) -> HttpResponse:
    """List the processes with their versions."""
    rows = definitions(request.actor)
    return render(request, "process/process_list.html", {"rows": rows})


@require_GET
def show_process(request: ActingRequest, key: str, version: int) -> HttpResponse:
    """Show one version of a process."""
    page = definition_page(request.actor, key, version)
    tab = request.GET.get("tab", "")
    return render(
        request, "process/process_page.html", {"page": page, "tabs": TABS, "tab": tab if tab in TABS else "stages"}
    )
