"""Deals that stay for a while with who works them after their territory changed hands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.moves import HoldoverForm
from opportunities.queries.territory_moves import holdovers
from opportunities.queries.visible import get_visible
from opportunities.services.end_holdover import decide_holdover
from salesops.territories.queries.pages import require_reader
from salesops.web.http import ActingRequest, render_page
from salesops.web.sheets import SheetFormView


@require_GET
def show_holdovers(request: ActingRequest) -> HttpResponse:
    """List the open holdovers."""
    require_reader(request.actor)
    rows = holdovers(request.actor, now=timezone.now())
    return render_page(request, "opportunities/holdovers.html", {"rows": rows})


class HoldoverView(SheetFormView):
    """The regional VP's word before the last day."""

    form_class = HoldoverForm
    title = "End the holdover"
    lead = "The deal goes to its territory now, or stays for good with who works it."
    submit_label = "Decide"

    def load(self) -> None:
        """Read the deal."""
        self.deal = get_visible(self.request.actor, self.kwargs["pk"])

    def get_back_url(self) -> str:
        """Cancelling leads to the list."""
        return reverse("opportunities:holdovers")

    def get_context(self) -> dict[str, Any]:
        """Name the deal above the form."""
        return {"subject_name": self.deal.name}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Decide it."""
        moves = data["what"] == "move"
        decide_holdover(
            actor=self.request.actor,
            now=timezone.now(),
            opportunity_id=self.deal.pk,
            moves=moves,
            reason=data["reason"],
        )
        return "It has moved." if moves else "It stays."
