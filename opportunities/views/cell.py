"""One cell of the table: shown, edited in place, saved against the version it was read from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from opportunities.forms.cells import CELLS
from opportunities.queries.table import rows_of
from opportunities.queries.visible import get_visible
from opportunities.services.amend import amend
from opportunities.services.set_next_step import set_next_step
from salesops.core.errors import Invalid, SalesOpsError, StaleVersion
from salesops.web.http import ActingRequest, is_htmx, mark_refusal, refusal_context
from salesops.web.sheets import place_errors

FIELDS = {"close": ("close_date",), "forecast": ("forecast_category",), "next_step": ("text", "due")}
COLUMNS = {"text": "next_step", "due": "next_step_date"}


class CellView(View):
    """GET gives the form of a cell (or, with ?show=1, its value); POST saves it."""

    def get(self, request: ActingRequest, pk: int, key: str) -> HttpResponse:
        """Open the cell; without htmx the deal's own form opens."""
        if key not in CELLS:
            raise Http404
        if not is_htmx(request):
            route = "opportunities:next_step" if key == "next_step" else "opportunities:edit"
            return HttpResponseRedirect(reverse(route, args=[pk]))
        deal = get_visible(request.actor, pk)
        if request.GET.get("show"):
            return self.value(request, pk, key)
        values = {name: getattr(deal, COLUMNS.get(name, name)) for name in FIELDS[key]}
        return self.show(request, deal, key, CELLS[key](initial={"version": deal.version, **values}))

    def post(self, request: ActingRequest, pk: int, key: str) -> HttpResponse:
        """Save the cell; somebody else's change in between is shown, not overwritten."""
        if key not in CELLS:
            raise Http404
        deal = get_visible(request.actor, pk)
        form = CELLS[key](request.POST)
        if not form.is_valid():
            return self.show(request, deal, key, form, status=422)
        try:
            self.save(request, pk, key, form.cleaned_data)
        except Invalid as error:
            place_errors(form, error)
            return self.show(request, deal, key, form, status=422)
        except SalesOpsError as error:
            return mark_refusal(self.show(request, deal, key, form, status=error.status, error=error), error)
        return self.value(request, pk, key, saved=True)

    def value(self, request: ActingRequest, pk: int, key: str, *, saved: bool = False) -> HttpResponse:
        """Show the cell as it is now."""
        card = rows_of(request.actor, [pk], now=timezone.now())[0]
        return render(request, "opportunities/_cell_value.html", {"card": card, "key": key, "saved": saved})

    def save(self, request: ActingRequest, pk: int, key: str, data: dict[str, Any]) -> Any:
        """Call the service the cell belongs to."""
        known = {
            "actor": request.actor,
            "now": timezone.now(),
            "opportunity_id": pk,
            "expected_version": data["version"],
        }
        if key == "next_step":
            return set_next_step(text=data["text"], due=data["due"], **known)
        return amend(changes={name: data[name] for name in FIELDS[key]}, **known)

    def show(
        self,
        request: ActingRequest,
        deal: Any,
        key: str,
        form: Any,
        *,
        status: int = 200,
        error: SalesOpsError | None = None,
    ) -> HttpResponse:
        """Render the open cell, with both values where they differ."""
        conflict = []
        if isinstance(error, StaleVersion):
            shown = {name: getattr(deal, COLUMNS.get(name, name)) for name in FIELDS[key]}
            conflict = [(form.fields[name].label, form.data.get(name, ""), shown[name]) for name in FIELDS[key]]
        context = {
            "deal": deal,
            "key": key,
            "form": form,
            "refusal": refusal_context(error) if error else None,
            "conflict": conflict,
            "version": deal.version,
        }
        return render(request, "opportunities/_cell_form.html", context, status=status)
