"""The triage queue, and one introduction beside everything we know of its buyer (domain §11.2, §11.3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from salesops.charter import decide
from salesops.intake.domain.findings import bases_left
from salesops.intake.domain.introductions import RUNNING, STATES, WAITING
from salesops.intake.queries.findings import findings_for
from salesops.intake.queries.introductions import introduction_by_receipt, queue, record_of
from salesops.intake.services.acting import KEEPERS, facts_of
from salesops.intake.services.pay_fee import PAYERS
from salesops.web.http import ActingRequest

TABS = (("waiting", "Waiting for us"), ("running", "Running"), ("ended", "Ended"))


@require_safe
def show_queue(request: ActingRequest) -> HttpResponse:
    """Show what waits for a first word by its clock, what runs, what ended."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
    page = queue(request.actor, tab=request.GET.get("tab", ""), words=words, number=number, now=timezone.now())
    tabs = [(key, label, page.counts[key]) for key, label in TABS]
    context = {"page": page, "tabs": tabs, "words": words, "states": STATES}
    return render(request, "intake/queue.html", context)


@require_safe
def show_introduction(request: ActingRequest, receipt: str) -> HttpResponse:
    """Show one introduction with its duplicates side by side, and what the reader may do."""
    introduction = introduction_by_receipt(request.actor, receipt)
    findings = findings_for(introduction, timezone.now()) if introduction.state in WAITING else []
    may_decide = decide(request.actor, "intro.decide", facts_of(request.actor, introduction)).allowed
    keeps = may_decide or request.actor.user_id == introduction.host_id or request.actor.has_role(*KEEPERS)
    own = {
        "Name": introduction.company, "Website": introduction.domain, "Country": introduction.country.name,
        "City": introduction.city, "Buyer": introduction.buyer_name, "E-mail": introduction.buyer_email,
    }  # fmt: skip
    context = {
        "introduction": introduction,
        "state": STATES[introduction.state],
        "findings": findings,
        "own": own,
        "footing": bases_left(findings),
        "may_decide": may_decide and introduction.state in WAITING,
        "may_keep": keeps and introduction.state in RUNNING,
        "may_pay": introduction.fee_state == "due" and request.actor.has_role(*PAYERS),
        "may_settle": request.actor.has_role(*KEEPERS),
        "record": record_of(introduction),
        "now": timezone.now(),
    }
    return render(request, "intake/introduction.html", context)
