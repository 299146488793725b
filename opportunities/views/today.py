"""Today: the page a seller opens first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.domain.hygiene import FINDINGS
from opportunities.queries.hygiene import own_hygiene
from opportunities.queries.today import today
from opportunities.views.fixes import findings_with_fixes, fix_url
from salesops.reminders.queries.mine import leads_somebody, reminders_of, slipping, snoozed_of
from salesops.web.http import ActingRequest, render_page
from salesops.web.panels import load_panels

PLACE = "today.main"
# A deal whose step is told as a reminder is not told a second time.
ABOUT_STEPS = ("next_step_missing", "next_step_overdue")


@require_GET
def show_today(request: ActingRequest) -> HttpResponse:
    """Show what waits for the person now: decisions, reminders, next steps, and the gates one can open."""
    now, actor = timezone.now(), request.actor
    reminders = reminders_of(actor, now=now)
    told = {held.row.reminder.scope_id for held in reminders if held.row.reminder.rule in ABOUT_STEPS}
    page = today(actor, now=now, but=told)
    gates = [
        (gate, fix_url(gate.card.opportunity.pk, gate.missing.fix) if gate.missing and gate.missing.fix else "")
        for gate in page.gates
    ]
    context = {
        "page": page,
        "gates": gates,
        "date": timezone.localdate(),
        "parts": load_panels(actor, {actor.person_id: None}, now, PLACE)[PLACE].get(actor.person_id, []),
        "reminders": reminders,
        "snoozed": snoozed_of(actor, now=now),
        "leads": leads_somebody(actor),
    }
    return render_page(request, "opportunities/today.html", context)


@require_GET
def show_team(request: ActingRequest) -> HttpResponse:
    """Show what the people somebody leads have open, urgent and oldest first."""
    context = {"date": timezone.localdate(), "reminders": slipping(request.actor)}
    return render_page(request, "opportunities/today_team.html", context)


@require_GET
def show_hygiene(request: ActingRequest) -> HttpResponse:
    """Show which of one's own deals are not kept up, and what mends each; htmx asks for the share alone."""
    hygiene = own_hygiene(request.actor, now=timezone.now())
    only = request.GET.get("finding", "")
    only = only if only in FINDINGS else ""
    rows = [(deal, findings_with_fixes(deal.opportunity.pk, deal.findings)) for deal in hygiene.having(only)]
    context = {"hygiene": hygiene, "rows": rows, "only": only}
    return render_page(request, "opportunities/hygiene.html", context, partial="share")


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """Send the person to Today."""
    return redirect("opportunities:today")
