"""Saved views: keep the filters in force, or forget a view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opportunities.domain.filters import read_filters
from opportunities.forms.edit import SaveViewForm
from opportunities.services.save_view import delete_view, save_view
from salesops.web.http import ActingRequest, back_url, done
from salesops.web.sheets import SheetFormView


class SaveView(SheetFormView):
    """A name for the filters of the page one came from."""

    form_class = SaveViewForm
    title = "Save this view"
    lead = "Filters, order and columns as they are now."
    submit_label = "Save view"

    def get_back_url(self) -> str:
        """Cancelling leads back to the list."""
        return reverse("opportunities:board")

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep it."""
        came_from = urlsplit(back_url(self.request, ""))
        filters, _ = read_filters(dict(parse_qsl(came_from.query)))
        save_view(
            actor=self.request.actor,
            now=timezone.now(),
            page=data["page"],
            name=data["name"],
            query=filters.query(),
            is_shared=data["is_shared"],
        )
        return f"View {data['name']} saved."


@require_POST
def forget_view(request: ActingRequest, view_id: int) -> HttpResponse:
    """Delete one of the person's own views."""
    delete_view(actor=request.actor, view_id=view_id)
    return done(request, "View deleted.", back_url(request, reverse("opportunities:board")))
