"""The base of every form about one opportunity: it loads the deal and names it at the top of the sheet."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from opportunities.queries.visible import get_visible
from salesops.core.actor import Actor
from salesops.web.sheets import SheetFormView


class DealFormView(SheetFormView):
    """A form about one opportunity."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    def load(self) -> None:
        """Read the opportunity, or say that it is not there for this person."""
        self.deal = get_visible(self.actor, self.kwargs["pk"])

    def get_back_url(self) -> str:
        """Cancelling leads to the deal's own page."""
        return reverse("opportunities:page", args=[self.deal.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the deal above the form."""
        account = self.deal.account.name if self.deal.account else ""
        return {
            "deal": self.deal,
            "subject_name": " · ".join(part for part in (account, self.deal.use_case) if part) or self.deal.name,
        }


def whole(value: str | None) -> int | None:
    """This function will turn the text of a choice into an id; nothing chosen is None."""
    return int(value) if value else None
