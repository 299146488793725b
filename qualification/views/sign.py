"""The page where the champion signs the success plan: no account, one link, nothing of the product around it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from qualification.domain.success_plan import terms_from_data
from qualification.services.open_sign_link import open_sign_link, sign_by_link
from salesops.core.errors import Conflict, Invalid, NotVisible, TooMany
from salesops.web.client_address import client_address
from salesops.web.http import ActingRequest


# Without a cookie there is nothing a foreign page could ride on: the secret in the address is the whole authority.
# And a browser that sends no referrer names no origin either, which Django's check would refuse.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_sign_page(request: ActingRequest, secret: str) -> HttpResponse:
    """Show the plan to sign, or sign it; looking never signs, so a mail scanner may look."""
    where = {"secret": secret, "address": client_address(request), "now": timezone.now()}
    try:
        if request.method == "POST":
            return _sign(request, where)
        return _page(request, where)
    except (NotVisible, Conflict) as error:
        return _answer(request, "qualification/sign_stop.html", {"error": error}, status=error.status)
    except TooMany as error:
        answer = _answer(request, "qualification/sign_stop.html", {"error": error}, status=error.status)
        answer["Retry-After"] = str(error.facts["retry_after"])
        return answer


def _sign(request: ActingRequest, where: dict[str, Any]) -> HttpResponse:
    where_and_who = where | {"signed_name": request.POST.get("signed_name", "")}
    try:
        signature = sign_by_link(**where_and_who, fingerprint=request.POST.get("fingerprint", ""))
    except Invalid as error:
        return _page(request, where, status=error.status, fault=next(iter(error.fields.values()))[0])
    plan = signature.plan
    context = {"signature": signature, "plan": plan, "terms": terms_from_data(plan.terms), "poc": plan.poc}
    return _answer(request, "qualification/signed.html", context)


def _page(request: ActingRequest, where: dict[str, Any], *, status: int = 200, fault: str = "") -> HttpResponse:
    link = open_sign_link(**where)
    plan = link.plan
    context = {"link": link, "plan": plan, "terms": terms_from_data(plan.terms), "poc": plan.poc, "fault": fault}
    return _answer(request, "qualification/sign.html", context, status=status)


def _answer(request: ActingRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    answer = render(request, template, context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
