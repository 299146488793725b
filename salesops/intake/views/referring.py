"""The one page where an invited referrer introduces a buyer: no account, nothing of the product around it (P22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_countries import countries

from salesops.core.errors import Invalid, SalesOpsError
from salesops.intake.domain.answers import SHORTEST_PROBLEM, keep_draft
from salesops.intake.domain.introductions import PROTECTED_FOR
from salesops.intake.services.refer_by_link import PURPOSE, Stranger, open_link, refer_by_link
from salesops.web.client_address import client_address
from salesops.web.http import ActingRequest
from salesops.web.services.proof_of_work import challenge

TRAP = "fax"


# The secret in the address is the whole authority: there is no cookie a foreign page could ride on.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: ActingRequest, secret: str) -> HttpResponse:
    """Ask the ten questions, or take the answers; looking never acts, so a mail scanner may look."""
    now, address = timezone.now(), client_address(request)
    try:
        if request.method == "POST":
            return _take(request, secret)
        open_link(secret=secret, address=address, now=now)
    except SalesOpsError as error:
        answer = _answer(request, "partners/refer_stop.html", {"error": error}, status=error.status)
        if "retry_after" in error.facts:
            answer["Retry-After"] = str(error.facts["retry_after"])
        return answer
    return _ask(request, {})


def _take(request: ActingRequest, secret: str) -> HttpResponse:
    stranger = Stranger(
        address=client_address(request),
        trap=request.POST.get(TRAP, ""),
        challenge=request.POST.get("challenge", ""),
        proof=request.POST.get("proof", ""),
    )
    try:
        sent = refer_by_link(secret=secret, now=timezone.now(), answers=request.POST, stranger=stranger)
    except Invalid as error:
        return _ask(request, keep_draft(request.POST), faults=error.fields, status=error.status)
    return _answer(request, "partners/referred.html", {"sent": sent})


def _ask(
    request: ActingRequest, values: Mapping[str, str], *, faults: dict[str, list[str]] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "values": values,
        "faults": faults or {},
        "countries": list(countries),
        "today": today,
        "agreed_on": values.get("agreed_on") or today.isoformat(),
        "shortest": SHORTEST_PROBLEM,
        "protected_days": PROTECTED_FOR.days,
        "challenge": challenge(PURPOSE),
    }
    return _answer(request, "partners/refer.html", context, status=status)


def _answer(request: ActingRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    answer = render(request, template, context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
