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
from salesops.web.http import ActingRequest, render_page


@require_GET
def show_today(request: ActingRequest) -> HttpResponse:
    """Show next steps due and the gates one can open now."""
    page = today(request.actor, now=timezone.now())
    gates = [
        (gate, fix_url(gate.card.opportunity.pk, gate.missing.fix) if gate.missing and gate.missing.fix else "")
        for gate in page.gates
    ]
    return render_page(
        request, "opportunities/today.html", {"page": page, "gates": gates, "date": timezone.localdate()}
    )


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
