"""The inbox: what one was told, newest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesops.notifications import queries
from salesops.notifications.services.mark_read import mark_all_read, mark_read
from salesops.web.http import ActingRequest, back_url, render_page

PAGE = 50


@require_GET
def show_inbox(request: ActingRequest) -> HttpResponse:
    """Show what is unread, or everything."""
    show_all = request.GET.get("show") == "all"
    before = request.GET.get("before", "")
    rows = queries.inbox_page(request.actor, unread=not show_all, before=before, size=PAGE + 1)
    context = {
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else 0,
        "show_all": show_all,
        "unread": queries.unread_count(request.actor),
    }
    return render_page(request, "notifications/inbox.html", context)


@require_POST
def open_one(request: ActingRequest, notification_id: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = mark_read(actor=request.actor, now=timezone.now(), notification_id=notification_id)
    return redirect(row.path)


@require_POST
def read_one(request: ActingRequest, notification_id: int) -> HttpResponse:
    """Mark one as read."""
    mark_read(actor=request.actor, now=timezone.now(), notification_id=notification_id)
    return redirect(back_url(request, "/inbox/"))


@require_POST
def read_all(request: ActingRequest) -> HttpResponse:
    """Mark all as read."""
    mark_all_read(actor=request.actor, now=timezone.now())
    return redirect("notifications:inbox")
