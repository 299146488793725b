"""The two health addresses: alive, and ready to take work."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from salesops.db.readiness import readiness


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
