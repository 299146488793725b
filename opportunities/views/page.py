"""The opportunity page and its tabs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.kinds import ALL_QUESTIONS, DISCOVERY_QUESTIONS
from opportunities.forms.work import PLAN_PARTS
from opportunities.queries import detail
from opportunities.queries.changes import changes_of
from opportunities.queries.customers import customers_of_deals
from opportunities.queries.hygiene import hygiene_of
from opportunities.queries.subtypes import proposal_of
from opportunities.queries.testimony import withdrawable
from opportunities.queries.timeline import FILTERS, timeline
from opportunities.views.fixes import findings_with_fixes, rows_with_fixes
from salesops.web.http import ActingRequest, render_page
from salesops.web.panels import load_panels

TABS = {"": "Overview", "plan": "Plan", "files": "Files", "people": "People", "history": "History"}
ACTIONS = (
    *("opp.edit_core", "opp.edit_commercial", "opp.mark_lost", "opp.reopen", "opp.reengage", "opp.confirm_won"),
    *("opp.void_won", "owner.change", "stage.forward", "stage.skip", "stage.back_one", "criterion.waive"),
    *("criterion.attest", "collaboration.request"),
)
LAYER_NAMES = {
    1: "Market surface",
    2: "Sales control",
    3: "Pre-sales validation",
    4: "Commercial authority",
    5: "Execution",
}


@require_GET
def show_opportunity(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one opportunity: where it stands, what is missing, what comes next."""
    now = timezone.now()
    page = detail.opportunity_page(request.actor, pk, now=now)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ""
    show = request.GET.get("show", "all")
    places = ("main", "rail", "head", "line")
    shown = load_panels(request.actor, {pk: page.known}, now, *(f"opportunity.{place}" for place in places))
    context = _frame(request, page, tab, now) | {
        **{f"{place}_panels": shown[f"opportunity.{place}"][pk] for place in places},
        **_tab(request, page, tab, show if show in FILTERS else "all"),
    }
    return render_page(request, "opportunities/page.html", context)


def _frame(request: ActingRequest, page: detail.OpportunityPage, tab: str, now: datetime) -> dict[str, Any]:
    row = page.opportunity
    gate = rows_with_fixes(row.pk, page.evaluation) if page.evaluation else []
    customer = customers_of_deals(request.actor, [row.pk], now=now).get(row.pk)
    agreements = customer.agreements if customer else []
    is_proposed = row.is_open and row.subtype_confirmed_at is None
    return {
        "page": page,
        "deal": row,
        "tabs": TABS,
        "tab": tab,
        "gate": gate,
        "open_gate": [pair for pair in gate if pair[0].state != "met"],
        "met_gate": [pair for pair in gate if pair[0].state == "met"],
        "may": detail.may(request.actor, row, *ACTIONS),
        "findings": findings_with_fixes(row.pk, hygiene_of(row, page.known, now=now)),
        "proposal": proposal_of(row, now=now, agreements=agreements) if is_proposed else None,
        "customer": customer,
        "withdrawable": withdrawable(request.actor, row, page.evaluation),
        "layers": _layers(request, page),
        "weighted": row.amount * row.probability / 100,
        "currency": row.currency,
        "people": detail.people_of(request.actor, row),
        "total_stages": len(page.definition.open_stages),
    }


def _layers(request: ActingRequest, page: detail.OpportunityPage) -> list[dict[str, Any]]:
    row = page.opportunity
    holders = detail.layers_of(request.actor, row)
    ball = 2 if row.is_open else 5 if row.stage_kind == "won" else 0
    missing = page.evaluation.missing if page.evaluation else []
    note = missing[0].title if missing else "ready to move" if page.evaluation else ""
    cells = []
    for number, name in LAYER_NAMES.items():
        holder = holders.get(number)
        who = row.owner.name if number == 2 else str(holder.person or holder.partner) if holder else ""
        if number == ball == 2:
            line = f"Has the ball: {note[:1].lower()}{note[1:]}" if note else "Has the ball"
        else:
            line = (holder.note if holder else "") or ("Starts when won" if number == 5 and row.is_open else "")
        cells.append({"number": number, "name": name, "who": who, "line": line, "has_ball": number == ball})
    return cells


def _tab(request: ActingRequest, page: detail.OpportunityPage, tab: str, show: str) -> dict[str, Any]:
    actor, row = request.actor, page.opportunity
    if tab == "plan":
        discovery = detail.discovery_of(actor, row)
        answers = discovery.answers if discovery else {}
        plan = detail.plan_of(actor, row)
        return {
            "plan": plan,
            "plan_parts": [(words, getattr(plan, key, "")) for key, words in PLAN_PARTS.items()],
            "discovery": discovery,
            "answers": [
                (words, answers.get(key, ""))
                for key, words in ALL_QUESTIONS
                if answers.get(key) or (key, words) in DISCOVERY_QUESTIONS
            ],
            "answered": sum(bool(str(answers.get(key, "")).strip()) for key, _ in DISCOVERY_QUESTIONS),
            "questions": len(DISCOVERY_QUESTIONS),
        }
    if tab == "files":
        return {"documents": detail.documents_of(actor, row)}
    if tab == "history":
        return {"events": detail.stage_history(actor, row), "changes": changes_of(actor, row, limit=200)}
    if tab == "people":
        return {}
    return {"timeline": timeline(actor, page, show=show), "show": show, "timeline_filters": FILTERS}
