"""How a page answers: whole page or htmx fragment, what is said when it worked, what is said when it did not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from salesops.core.actor import Actor
from salesops.core.errors import SalesOpsError, StaleVersion


class ActingRequest(HttpRequest):
    """A request as views get it: the middleware has said who acts and in which workspace."""

    actor: Actor
    workspace: Any


def is_htmx(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of a page, not a person for a page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def htmx_target(request: HttpRequest) -> str:
    """Return the id of the element that will hold the answer (htmx sends `tag#id`)."""
    return request.headers.get("HX-Target", "").rpartition("#")[2]


def render_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200, partial: str = ""
) -> HttpResponse:
    """Render the whole page, or its named part where htmx asks for one."""
    name = f"{template}#{partial}" if partial and is_htmx(request) else template
    response = render(request, name, dict(context), status=status)
    response["Vary"] = "HX-Request, Cookie"
    return response


def back_url(request: HttpRequest, fallback: str) -> str:
    """Return the local address to go back to: `next` of the form or query, else the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if safe and urlsplit(target).path.startswith("/") else fallback


def done(request: HttpRequest, message: str, to: str, *, leave: bool = False) -> HttpResponse:
    """Say that something worked: a fragment asks the page to refresh itself, a form without JavaScript goes on to `to`.

    `leave` makes the fragment go to `to` as well, for what ends on another page.
    """
    if not is_htmx(request):
        messages.success(request, message)
        return HttpResponseRedirect(to)
    if leave:
        messages.success(request, message)
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    told = json.dumps({"record-changed": {}, "toast": {"message": message}})
    return HttpResponse(status=204, headers={"HX-Trigger": told})


def refusal_context(error: SalesOpsError) -> dict[str, Any]:
    """Turn an error into what the notice component shows: sentence, next step, code, both values of a stale edit."""
    return {
        "code": error.code,
        "title": error.title,
        "sentence": error.message,
        "next_action": error.next_action,
        "status": error.status,
        "is_stale": isinstance(error, StaleVersion),
        "facts": error.facts,
    }


def mark_refusal(response: HttpResponse, error: SalesOpsError) -> HttpResponse:
    """Hand the error to the audit middleware, which writes it after the rollback."""
    response.refusal = error  # type: ignore[attr-defined]
    retry_after = error.facts.get("retry_after")
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def refusal_page(request: HttpRequest, error: SalesOpsError) -> HttpResponse:
    """Answer an error nobody nearer handled: a notice for htmx, a page of its own otherwise."""
    context = {"refusal": refusal_context(error)}
    if is_htmx(request):
        template = "components/refusal_sheet.html" if htmx_target(request) == "sheet" else "components/refusal.html"
        return mark_refusal(render(request, template, context, status=error.status), error)
    # A stranger has no menu to stand beside.
    template = "errors/refusal.html" if request.user.is_authenticated else "errors/stranger.html"
    return mark_refusal(render(request, template, context, status=error.status), error)
