"""The palette: records, pages and actions under one field; without JavaScript a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from re import match

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from opportunities.queries.detail import may
from opportunities.queries.search import search_everything
from opportunities.queries.visible import get_visible
from salesops.core.errors import SalesOpsError
from salesops.web.context import NAVIGATION
from salesops.web.http import ActingRequest, is_htmx


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: icon, words, what stands right, where it leads; refused ones say why."""

    icon: str
    label: str
    hint: str
    url: str
    in_sheet: bool = False
    refused: str = ""


# Label, icon, route, right it takes on the deal one looks at.
DEAL_ACTIONS = (
    ("Move to the next stage", "arrow-right", "opportunities:move", "stage.forward"),
    ("Log activity", "phone", "opportunities:log_activity", "opp.edit_core"),
    ("Set the next step", "calendar", "opportunities:next_step", "opp.edit_core"),
    ("Add person", "user-plus", "opportunities:add_stakeholder", "opp.edit_core"),
    ("File document", "paperclip", "opportunities:add_document", "opp.edit_core"),
    ("Amounts and term", "sliders-horizontal", "opportunities:edit_commercial", "opp.edit_commercial"),
    ("Mark as lost", "circle-x", "opportunities:lose", "opp.mark_lost"),
    ("Skip a stage", "skip-forward", "opportunities:skip", "stage.skip"),
)


@require_GET
def search(request: ActingRequest) -> HttpResponse:
    """Find records, pages and actions by words."""
    words = request.GET.get("q", "")[:100]
    found = search_everything(request.actor, words)
    groups = [
        ("Records", [Entry(icon, label, hint, reverse(route, args=[pk])) for icon, label, hint, route, pk in found])
    ]
    groups += [("Go to", _pages(words)), ("Actions", _actions(request, words))]
    context = {"groups": [(title, entries) for title, entries in groups if entries], "words": words}
    return render(
        request, "opportunities/search.html#list" if is_htmx(request) else "opportunities/search.html", context
    )


def _pages(words: str) -> list[Entry]:
    items = [item for _, group in NAVIGATION for item in group]
    pages = [(item.label, item.icon, reverse(item.route), f"G {item.key.upper()}") for item in items]
    pages += [
        ("Table", "table-2", reverse("opportunities:table"), ""),
        ("Shortcuts", "keyboard", reverse("web:shortcuts"), "?"),
    ]
    return [Entry(icon, label, hint, url) for label, icon, url, hint in pages if words.lower() in label.lower()]


def _actions(request: ActingRequest, words: str) -> list[Entry]:
    entries = [
        Entry("plus", "New opportunity", "N", reverse("opportunities:new"), in_sheet=True),
        Entry("plus", "New lead", "", reverse("intake:new_lead"), in_sheet=True),
    ]
    at = match(r"^/opportunities/(\d{1,18})/", request.GET.get("at", ""))
    if at:
        entries += _deal_actions(request, int(at[1]))
    return [entry for entry in entries if words.lower() in entry.label.lower()]


def _deal_actions(request: ActingRequest, pk: int) -> list[Entry]:
    actor = request.actor
    try:
        deal = get_visible(actor, pk)
    except SalesOpsError:
        return []
    answers = may(actor, deal, *{action for *_, action in DEAL_ACTIONS})
    return [
        Entry(
            icon,
            label,
            deal.use_case or deal.name,
            reverse(route, args=[pk]),
            True,
            "" if answer.allowed else answer.sentence,
        )
        for label, icon, route, action in DEAL_ACTIONS
        if (answer := answers[action.replace(".", "_")])
    ]
