"""Accounts and contacts as lists."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesops.accounts.queries import account_page, contact_page
from salesops.web.http import ActingRequest
from salesops.web.panels import load_panels


def _number(request: ActingRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


@require_GET
def show_accounts(request: ActingRequest) -> HttpResponse:
    """Show accounts by name."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = account_page(request.actor, words, _number(request))
    known = {row.pk: None for row in page.rows}
    shown = load_panels(request.actor, known, timezone.now(), "account.row")["account.row"]
    context = {"page": page, "words": words, "rows": [(row, shown[row.pk]) for row in page.rows]}
    return render(request, "accounts/account_list.html", context)


@require_GET
def show_contacts(request: ActingRequest) -> HttpResponse:
    """Show contacts by name."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = contact_page(request.actor, words, _number(request))
    return render(request, "accounts/contact_list.html", {"page": page, "words": words})
