"""Settings › Audit log: who did what, who was refused, and the proof that nothing was changed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from salesops.audit.queries import ledger_page
from salesops.audit.services.verify_for import verify_for
from salesops.web.http import ActingRequest

OUTCOMES = {"": "All", "done": "Done", "refused": "Refused"}


@require_GET
def show_log(request: ActingRequest) -> HttpResponse:
    """Show the ledger newest first."""
    outcome = request.GET.get("outcome", "")
    before = request.GET.get("before", "")
    subject = request.GET.get("subject", "").replace("\x00", "")[:60]
    page = ledger_page(
        request.actor,
        subject=subject,
        outcome=outcome if outcome in OUTCOMES else "",
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
    )
    context = {"page": page, "outcomes": OUTCOMES, "outcome": outcome, "subject": subject}
    return render(request, "audit/audit_log.html", context)


@require_POST
def verify_log(request: ActingRequest) -> HttpResponse:
    """Check every chain against itself, its head and the anchors."""
    report = verify_for(request.actor, folder=settings.ANCHOR_DIR, key=settings.ANCHOR_KEY)
    return render(request, "audit/audit_verify.html", {"report": report})
