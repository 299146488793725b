"""How a deal stands and stood: health, velocity, priority."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from qualification.domain.priority import Priority
from qualification.queries.health import health_page
from salesops.web.http import ActingRequest, render_page


@require_GET
def show_health(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the score with its signals, the class, what the priority is made of, and all of it over time."""
    page = health_page(request.actor, pk)
    context = {
        "page": page,
        "data": page.panel,
        "first": page.changes[-1] if page.changes else None,
        "priority": _formula(page.panel.priority) if page.panel.priority else [],
    }
    return render_page(request, "qualification/health.html", context)


def _formula(priority: Priority) -> list[dict[str, Any]]:
    """The parts of a priority with the numbers put in, as the page writes them."""
    words = {
        "value": ("Value", f"larger than or equal to {priority.value:.0%} of the owner's open deals"),
        "probability": ("Probability", f"{priority.probability}%"),
        "health": ("Health", f"{priority.health} of 100"),
        "urgency": ("Urgency", f"{priority.urgency:.2f}: 1 up to 14 days before the close date, 0 from 180 days"),
    }
    return [
        {"words": words[key][0], "put_in": words[key][1], "weight": f"{weight:.0%}", "points": 100 * weight * share}
        for key, weight, share in priority.parts
    ]
