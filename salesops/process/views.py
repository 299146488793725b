"""Settings › Processes: every version, its stages and criteria, what it lacks, what changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesops.process.queries import definition_page, definitions

TABS = {"stages": "Stages", "criteria": "Criteria", "moves": "Moves", "meetings": "Meetings"}


@require_GET
def show_processes(request: HttpRequest) -> HttpResponse:
    """List the processes with their versions."""
    rows = definitions(request.actor)  # type: ignore[attr-defined]
    return render(request, "process/process_list.html", {"rows": rows})


@require_GET
def show_process(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """Show one version of a process."""
    page = definition_page(request.actor, key, version)  # type: ignore[attr-defined]
    tab = request.GET.get("tab", "")
    return render(
        request, "process/process_page.html", {"page": page, "tabs": TABS, "tab": tab if tab in TABS else "stages"}
    )
