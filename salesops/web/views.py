"""What belongs to no room: shortcuts, counts beside the navigation, display preferences, and what stands in for what
is missing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesops.web.context import CHOICES
from salesops.web.http import ActingRequest, back_url, is_htmx
from salesops.web.panels import load_panels

ONE_YEAR = 365 * 24 * 3600
# Rooms put their numbers here, each under the key its entry of the navigation has after `g`.
COUNTS = "navigation.count"


@require_GET
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Show every keyboard shortcut."""
    template = "web/shortcuts.html#fragment" if is_htmx(request) else "web/shortcuts.html"
    return render(request, template)


@require_GET
def show_counts(request: ActingRequest) -> HttpResponse:
    """Show how much waits for the person behind each entry of the navigation, asked for once the page is there."""
    person = request.actor.person_id
    counts = load_panels(request.actor, {person: None}, timezone.now(), COUNTS)[COUNTS][person]
    return render(request, "web/counts.html", {"counts": counts})


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep theme and density of this browser in a cookie, and go back."""
    response = HttpResponseRedirect(back_url(request, "/"))
    for name, allowed in CHOICES.items():
        chosen = request.POST.get(name)
        if chosen in allowed:
            response.set_cookie(
                name, chosen, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
            )
    return response


def _plain(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, status=status)


def not_found(request: HttpRequest, exception: Any) -> HttpResponse:
    """Answer 404."""
    return _plain(request, "404.html", 404)


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    """Answer 403."""
    return _plain(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old; nothing typed is read."""
    return _plain(request, "403_csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching database, session or user."""
    return render(None, "500.html", status=500)
