"""What watches the machine: alive, ready, figures for a collector, and the page of operators."""

from __future__ import annotations

from secrets import compare_digest

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from salesops.core.errors import NotVisible
from salesops.db.readiness import readiness
from salesops.web.http import ActingRequest, done, render_page
from salesops.web.operations import in_metrics_format, read_gauges, watched_rooms

MOST_DEAD = 50


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process is alive; asks nothing of anyone else."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether the database answers with the schema this code expects; 503 while not."""
    try:
        missing = readiness()
    except DatabaseError:
        return JsonResponse({"status": "not ready", "reason": "The database does not answer."}, status=503)
    if missing:
        reason = f"{len(missing)} migrations are not applied."
        return JsonResponse({"status": "not ready", "reason": reason}, status=503)
    return JsonResponse({"status": "ready"})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures to a collector that knows METRICS_TOKEN; nobody else learns that they are here."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise NotVisible("not_found", "There is no such page.")
    return HttpResponse(in_metrics_format(read_gauges(timezone.now())), content_type="text/plain; version=0.0.4")


@require_GET
def show_operations(request: ActingRequest) -> HttpResponse:
    """Show operators what is late, silent or dead, and the cause of each dead job."""
    _require_operator(request)
    rooms, now = watched_rooms(), timezone.now()
    context = {
        "gauges": [gauge for room in rooms for gauge in room.gauges(now)],
        "dead": [job for room in rooms for job in room.dead(MOST_DEAD)],
        "now": now,
    }
    return render_page(request, "settings/operations.html", context)


@require_POST
def retry_job(request: ActingRequest, room: str, job_id: int) -> HttpResponse:
    """Give a dead job another life."""
    _require_operator(request)
    watched = next((each for each in watched_rooms() if each.room == room), None)
    if watched is None:
        raise NotVisible("not_found", "There is no such job.", next_action="Open Operations.")
    watched.retry(request.actor, timezone.now(), job_id)
    return done(request, "It runs again.", redirect("settings_operations").url)


def _require_operator(request: ActingRequest) -> None:
    if not request.actor.has_role("revops_admin"):
        raise NotVisible("not_found", "There is no such page for you.", next_action="Ask sales operations.")
