"""The two links that work without a sign-in: no more digests, and the calendar feed (reliability P22)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from salesops.notifications.services.read_feed import read_feed
from salesops.notifications.services.unsubscribe import person_of, unsubscribe
from salesops.web.client_address import client_address
from salesops.web.http import ActingRequest


# A mail program posts here without a cookie or a token of ours: the signed address is the whole authority (RFC 8058).
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_unsubscribe(request: ActingRequest, token: str) -> HttpResponse:
    """Ask whether the digests shall stop, or stop them; looking never acts, so a mail scanner may look."""
    is_done = request.method == "POST"
    person = unsubscribe(token=token, now=timezone.now()) if is_done else person_of(token)
    answer = render(request, "notifications/unsubscribe.html", {"person": person, "is_done": is_done})
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@login_not_required
@require_safe
def show_feed(request: ActingRequest, feed_secret: str) -> HttpResponse:
    """Give a calendar program the days of the person whose address this is."""
    content = read_feed(secret=feed_secret, address=client_address(request), now=timezone.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="salesops.ics"'
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
