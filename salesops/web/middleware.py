"""Middleware of the HTML pages: an error raised on purpose becomes a page; times are shown in the reader's zone."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from salesops.core.errors import SalesOpsError
from salesops.web.http import refusal_page


class PrivateAnswersMiddleware:
    """Keeps what is answered out of caches and out of other sites' reach; static files never come this far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # One address answers a page or a fragment of it, and to each person another.
        patch_vary_headers(response, ("Cookie", "HX-Request"))
        return response


class PageErrorMiddleware:
    """Turns a SalesOpsError that reaches the top into its page. REST answers its own way before it gets here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer errors of ours; leave everything else to Django."""
        return refusal_page(request, exception) if isinstance(exception, SalesOpsError) else None


class TimeZoneMiddleware:
    """Activates the zone of the person signed in, for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = getattr(request.user, "time_zone", "") or "UTC"
        try:
            with timezone.override(zoneinfo.ZoneInfo(str(name))):
                return self.get_response(request)
        except zoneinfo.ZoneInfoNotFoundError:
            return self.get_response(request)
