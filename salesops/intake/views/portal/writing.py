"""What a partner writes: the form with its draft, and the answers and acts on an introduction that was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_countries import countries

from salesops.core.errors import Invalid, NotVisible
from salesops.intake.domain.answers import QUESTIONS, SHORTEST_PROBLEM, answered, keep_draft
from salesops.intake.domain.introductions import PROTECTED_FOR
from salesops.intake.queries.portal import own_introduction
from salesops.intake.services.add_details import add_details
from salesops.intake.services.answer_question import answer_question
from salesops.intake.services.ask_renewal import ask_renewal
from salesops.intake.services.keep_draft import discard_draft
from salesops.intake.services.keep_draft import keep_draft as keep
from salesops.intake.services.raise_dispute import raise_dispute
from salesops.intake.services.say_made import say_made
from salesops.intake.services.submit_introduction import submit_introduction
from salesops.intake.services.withdraw_introduction import withdraw_introduction
from salesops.intake.views.portal.entering import PortalRequest, portal
from salesops.intake.views.portal.pages import render_introduction


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Ask the ten questions; keep what is typed, or send it."""
    return _form(request, receipt="", draft={})


@portal
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PortalRequest, receipt: str) -> HttpResponse:
    """Go on with a draft."""
    shown = own_introduction(request.visitor.partner_id, receipt)
    if shown.values["state"] != "draft":
        return HttpResponseRedirect(reverse("partners:introduction", args=[receipt]))
    return _form(request, receipt=receipt, draft=shown.values["draft"], saved_at=shown.values["saved_at"])


def _form(request: PortalRequest, *, receipt: str, draft: Mapping[str, str], saved_at: Any = None) -> HttpResponse:
    if not request.home.nda.is_valid:
        return render(request, "partners/renew.html", {"home": request.home})
    if request.method != "POST":
        return _ask(request, receipt=receipt, values=draft, saved_at=saved_at)
    known: dict[str, Any] = {"actor": request.visitor.actor, "now": timezone.now(), "receipt": receipt}
    if "save" in request.POST:
        kept = keep(**known, answers=request.POST)
        to = reverse("partners:edit", args=[kept.receipt])
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"address": to, "saved": f"{timezone.localtime(kept.saved_at):%H:%M}"})
        return HttpResponseRedirect(to)
    try:
        sent = submit_introduction(**known, answers=request.POST)
    except Invalid as error:
        values = keep_draft(request.POST)
        return _ask(request, receipt=receipt, values=values, faults=error.fields, status=error.status)
    return HttpResponseRedirect(reverse("partners:introduction", args=[sent.receipt]))


def _ask(
    request: PortalRequest,
    *,
    receipt: str,
    values: Mapping[str, str],
    faults: dict[str, list[str]] | None = None,
    saved_at: Any = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "home": request.home,
        "receipt": receipt,
        "values": values,
        "faults": faults or {},
        "answered": answered(values),
        "questions": len(QUESTIONS),
        "saved_at": saved_at,
        "countries": list(countries),
        "today": timezone.localdate(),
        "agreed_on": values.get("agreed_on") or timezone.localdate().isoformat(),
        "shortest": SHORTEST_PROBLEM,
        "protected_days": PROTECTED_FOR.days,
    }
    return render(request, "partners/form.html", context, status=status)


@portal
@require_POST
def discard(request: PortalRequest, receipt: str) -> HttpResponse:
    """Throw a draft away."""
    discard_draft(actor=request.visitor.actor, receipt=receipt)
    return HttpResponseRedirect(reverse("partners:list"))


# What the button of each act calls, with the field it sends.
ACTS: dict[str, Callable[..., Any]] = {
    "details": lambda known, post: add_details(**known, details=post),
    "answer": lambda known, post: answer_question(**known, answer=post.get("answer", "")),
    "made": lambda known, post: say_made(**known),
    "withdraw": lambda known, post: withdraw_introduction(**known),
    "dispute": lambda known, post: raise_dispute(**known, words=post.get("words", "")),
}


@portal
@require_POST
def act(request: PortalRequest, receipt: str, act: str) -> HttpResponse:
    """Do one thing with an introduction that was sent; what is wrong comes back beside the field."""
    if act not in ACTS:
        raise NotVisible("not_found", "There is no such page here.")
    known = {"actor": request.visitor.actor, "now": timezone.now(), "receipt": receipt}
    try:
        ACTS[act](known, request.POST)
    except Invalid as error:
        return render_introduction(request, receipt, faults=error.fields, status=error.status)
    return HttpResponseRedirect(reverse("partners:introduction", args=[receipt]))


@portal
@require_POST
def renew(request: PortalRequest) -> HttpResponse:
    """Ask for a new non-disclosure agreement."""
    ask_renewal(actor=request.visitor.actor, now=timezone.now())
    return render(request, "partners/renew.html", {"home": request.home, "asked": True})
