"""Today: the page a seller opens first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.queries.today import today
from opportunities.views.fixes import fix_url
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
def home(request: ActingRequest) -> HttpResponse:
    """Send the person to Today."""
    return redirect("opportunities:today")
