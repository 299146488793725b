"""One change for many rows of a list: a dry run first, then a result for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from salesops.core.errors import Invalid
from salesops.web.http import ActingRequest, back_url, is_htmx

# What the form posts for itself; the rest is the change, and goes along from the dry run to the run.
OWN = frozenset({"csrfmiddlewaretoken", "ids", "dry_run", "apply", "next"})


def answer_bulk(
    request: ActingRequest,
    run: Callable[[list[int], bool], Sequence[Any]],
    names_of: Callable[[list[int]], Mapping[int, str]],
    *,
    address: str,
    fallback: str,
    things: str,
) -> HttpResponse:
    """This function will show what `run` does, or would do, to each of the rows that were ticked.

    `run` takes their ids and whether it only rehearses, and returns a result for each; `names_of` names them;
    `things` is one and many of them, as in "deal,deals"; `fallback` is where to go back to.
    """
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 18]
    one, _, many = things.partition(",")
    is_dry = bool(request.POST.get("dry_run"))
    context: dict[str, Any] = {
        "ids": ids, "is_dry": is_dry, "address": address, "things": things, "many": many,
        "kept": [(name, value) for name, value in request.POST.items() if name not in OWN],
        "back_url": back_url(request, fallback),
    }  # fmt: skip
    status = 200
    try:
        if not ids:
            raise Invalid({"ids": [f"Select at least one {one}."]})
        results, names = run(ids, is_dry), names_of(ids)
        context["results"] = [(each, names.get(each.id, f"{one.capitalize()} {each.id}")) for each in results]
        context["changed"] = sum(each.ok for each in results)
        context["refused"] = len(results) - context["changed"]
    except Invalid as error:
        status, context["problem"] = error.status, "; ".join(text for texts in error.fields.values() for text in texts)
    template = "web/bulk.html#result" if is_htmx(request) else "web/bulk.html"
    return render(request, template, context, status=status)
