"""The approval queue: what waits beside one request, verdicts, the batch of offers inside every guardrail."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from approvals.forms.requests import VerdictForm
from approvals.queries.queue import DECIDED, MINE, OPEN, decisions_of, queue
from approvals.queries.request_page import request_page
from approvals.services.approve import approve, approve_many
from approvals.services.send_back import reject, return_request
from approvals.views.second_factor import confirm_first
from salesops.core.errors import Invalid, SalesOpsError
from salesops.web.http import ActingRequest, mark_refusal, refusal_context, render_page

TABS = (MINE, OPEN, DECIDED)
SAID = {"approve": "Approved.", "return": "Returned.", "reject": "Rejected."}


@require_GET
def show_queue(request: ActingRequest, approval_id: int | None = None) -> HttpResponse:
    """Show the queue, and beside it one request: the one asked for, or the one due first."""
    return _show(request, approval_id, comment=request.GET.get("comment", ""))


@require_POST
def give_verdict(request: ActingRequest, approval_id: int) -> HttpResponse:
    """Take a verdict on the terms that were shown; a refusal comes back with the comment still in it."""
    form = VerdictForm(request.POST)
    comment = request.POST.get("comment", "")
    where = reverse("approvals:request", args=[approval_id])
    if not form.is_valid():
        return _show(request, approval_id, comment=comment, status=422)
    if confirm := confirm_first(request, f"{where}?{urlencode({'comment': comment})}"):
        return confirm
    verdict, seen = form.cleaned_data["verdict"], form.cleaned_data["seen_fingerprint"]
    known = {"actor": request.actor, "now": timezone.now(), "request_id": approval_id, "seen_fingerprint": seen}
    service = {"approve": approve, "return": return_request, "reject": reject}[verdict]
    try:
        service(**known, comment=form.cleaned_data["comment"])
    except SalesOpsError as error:
        return mark_refusal(_show(request, approval_id, comment=comment, status=error.status, error=error), error)
    messages.success(request, SAID[verdict])
    return HttpResponseRedirect(reverse("approvals:queue"))


@require_POST
def approve_batch(request: ActingRequest) -> HttpResponse:
    """Approve the offers of the lane that were chosen, all or none."""
    where = reverse("approvals:queue")
    if confirm := confirm_first(request, where):
        return confirm
    pairs = [each.partition(":") for each in request.POST.getlist("seen")]
    seen = [(int(pk), mark) for pk, _, mark in pairs if pk.isdecimal()]
    try:
        if not seen:
            raise Invalid({"seen": ["Choose at least one."]})
        rows = approve_many(actor=request.actor, now=timezone.now(), seen=seen)
    except SalesOpsError as error:
        return mark_refusal(_show(request, None, status=error.status, error=error), error)
    messages.success(request, f"{len(rows)} approved.")
    return HttpResponseRedirect(where)


def _show(
    request: ActingRequest,
    pk: int | None,
    *,
    comment: str = "",
    status: int = 200,
    error: SalesOpsError | None = None,
) -> HttpResponse:
    now, tab = timezone.now(), request.GET.get("tab", MINE)
    waiting = queue(request.actor, tab=OPEN if tab == OPEN else MINE, now=now) if tab != DECIDED else None
    first = waiting.rows[0].step.request_id if waiting and waiting.rows else None
    shown = pk or first
    context = {
        "tab": tab if tab in TABS else MINE,
        "queue": waiting,
        "decisions": decisions_of(request.actor) if tab == DECIDED else (),
        "page": request_page(request.actor, shown, now=now, waiting=waiting.rows if waiting else ()) if shown else None,
        "is_chosen": pk is not None,
        "comment": comment,
        "refusal": refusal_context(error) if error else None,
    }
    return render_page(request, "approvals/queue.html", context, status=status)
