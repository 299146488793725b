"""The door of the portal: who may pass, signing in and out."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from salesops.core.errors import Invalid, SalesOpsError
from salesops.intake.queries.portal import Home, home
from salesops.intake.queries.visitors import Visitor, visitor_of
from salesops.intake.services.enter_portal import LASTS, enter_portal, hash_secret, leave_portal
from salesops.web.http import ActingRequest, back_url, mark_refusal

COOKIE = "__Host-partner" if settings.ENVIRONMENT.production else "partner"
P = ParamSpec("P")


class PortalRequest(ActingRequest):
    """A request of a partner's person; `home` is how their partner stands today."""

    visitor: Visitor
    home: Home


def portal(view: Callable[Concatenate[PortalRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """This function will let only a partner's person with a session of the portal reach a view.

    What such a person may not see does not exist for them: the answer is 404, never 403 (reliability P17).
    """

    @login_not_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        now = timezone.now()
        secret = request.COOKIES.get(COOKIE, "")
        visitor = visitor_of(hash_secret(secret), now) if secret else None
        if visitor is None:
            asked = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
            return HttpResponseRedirect(reverse("partners:sign_in") + asked)
        request.visitor, request.actor = visitor, visitor.actor
        with timezone.override(_zone(visitor.zone)):
            try:
                request.home = home(visitor.partner_id, timezone.localdate())
                return view(request, *args, **kwargs)
            except SalesOpsError as error:
                return stop(request, error)

    return guarded


def stop(request: PortalRequest, error: SalesOpsError) -> HttpResponse:
    """This function will answer an error in the portal's own frame, and hand it to the ledger."""
    context = {"error": error, "home": getattr(request, "home", None)}
    return mark_refusal(render(request, "partners/stop.html", context, status=error.status), error)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActingRequest) -> HttpResponse:
    """Ask a partner's person for e-mail and password."""
    if request.method != "POST":
        return _ask(request)
    words = {"email": request.POST.get("email", "")[:254], "password": request.POST.get("password", "")[:1000]}
    try:
        secret = enter_portal(request=request, now=timezone.now(), **words)
    except Invalid as error:
        return _ask(request, fault=error.fields["email"][0], status=422)
    except SalesOpsError as error:
        return mark_refusal(_ask(request, fault=f"{error.message} {error.next_action}", status=error.status), error)
    answer = HttpResponseRedirect(_inside(back_url(request, reverse("partners:list"))))
    answer.set_cookie(
        COOKIE, secret, max_age=LASTS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return answer


@portal
@require_POST
def sign_out(request: PortalRequest) -> HttpResponse:
    """End the session."""
    leave_portal(secret=request.COOKIES.get(COOKIE, ""), now=timezone.now())
    answer = HttpResponseRedirect(reverse("partners:sign_in"))
    answer.delete_cookie(COOKIE)
    return answer


def _ask(request: ActingRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    asked = {"fault": fault, "email": request.POST.get("email", "")[:254], "next": _next(request)}
    return render(request, "partners/sign_in.html", asked, status=status)


def _next(request: ActingRequest) -> str:
    return _inside(back_url(request, ""))


def _inside(path: str) -> str:
    """Return the path where it lies in the portal; nobody is led out of it."""
    return path if path.startswith("/partners/") else reverse("partners:list")


def _zone(name: str) -> Any:
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return zoneinfo.ZoneInfo("UTC")
