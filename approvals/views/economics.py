"""Exception economics: granted discount against win rate and margin; every number opens its records."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from approvals.queries.economics import economics
from salesops.web.http import ActingRequest


@require_GET
def show_economics(request: ActingRequest) -> HttpResponse:
    """Show both tables and the records of the number that was opened."""
    page = economics(request.actor, now=timezone.now(), chosen=request.GET.dict())
    return render(request, "approvals/economics.html", {"page": page})
