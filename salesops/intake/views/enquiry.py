"""The public form: no account, no cookie, the same answer whoever asks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from salesops.core.errors import Invalid, TooMany
from salesops.intake.forms.leads import ENQUIRY_FIELDS, EnquiryForm
from salesops.intake.services.receive_enquiry import PURPOSE, Enquiry, receive_enquiry
from salesops.web.client_address import client_address
from salesops.web.services.proof_of_work import challenge
from salesops.web.sheets import place_errors


# Without a cookie there is nothing a foreign page could ride on, and our own site may send its form here.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_enquiry(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it."""
    if request.method != "POST":
        start = {"asset": request.GET.get("asset", ""), "campaign": request.GET.get("utm_campaign", "")[:80]}
        return _answer(request, {"form": EnquiryForm(initial=start)})
    form = EnquiryForm(request.POST)
    if not form.is_valid():
        return _answer(request, {"form": form}, status=422)
    data = form.cleaned_data
    enquiry = Enquiry(
        answers={name: data[name] for name in ENQUIRY_FIELDS},
        wants_demo=data["wants_demo"],
        asset_id=data["asset"],
        campaign=data["campaign"],
        trap=data["homepage"],
        challenge=request.POST.get("challenge", ""),
        proof=request.POST.get("proof", ""),
    )
    try:
        receive_enquiry(address=client_address(request), now=timezone.now(), enquiry=enquiry)
    except Invalid as error:
        place_errors(form, error)
        return _answer(request, {"form": form}, status=error.status)
    except TooMany as error:
        answer = _answer(request, {"form": form, "error": error}, status=error.status)
        answer["Retry-After"] = str(error.facts["retry_after"])
        return answer
    return _answer(request, {"is_sent": True})


def _answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "intake/enquiry.html", context | {"challenge": challenge(PURPOSE)}, status=status)
