"""Exchange rates: what they are, since when, which deals were priced with them; finance adds the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from opportunities.forms.rates import RateForm
from opportunities.queries import rates as queries
from opportunities.services.set_rates import set_rates
from salesops.web.http import ActingRequest
from salesops.web.sheets import SheetFormView


@require_GET
def show_rates(request: ActingRequest) -> HttpResponse:
    """Show every rate with its days and its deals."""
    now = timezone.now()
    context = {
        "rows": queries.stored_rates(request.actor, now=now),
        "may_add": queries.may_set_rates(request.actor),
        "today": now.date(),
    }
    return render(request, "opportunities/rates.html", context)


@require_GET
def show_rate(request: ActingRequest, rate_id: int) -> HttpResponse:
    """Show the open deals that were priced with one rate."""
    rate = queries.stored_rate(request.actor, rate_id, now=timezone.now())
    return render(request, "opportunities/rate.html", {"rate": rate, "deals": queries.deals_at(request.actor, rate)})


class RateView(SheetFormView):
    """The next rate of a currency."""

    form_class = RateForm
    title = "Add a rate"
    submit_label = "Add the rate"

    def get_back_url(self) -> str:
        """Cancelling leads to the rates."""
        return reverse("opportunities:rates")

    def get_initial(self) -> dict[str, Any]:
        """Start today."""
        return {"on": timezone.localdate(), **super().get_initial()}

    def get_context(self) -> dict[str, Any]:
        """Say in what the worth is told."""
        own = self.request.workspace.reporting_currency
        return {"lead": f"In {own}, the reporting currency. Deals keep the rate they were priced with."}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Add it."""
        currency = data["currency"].strip().upper()
        rates = {currency: data["rate"]}
        set_rates(actor=self.request.actor, now=timezone.now(), on=data["on"], rates=rates)
        return f"{currency} is worth {data['rate'].normalize():f} from {data['on']:%-d %b %Y} on."
