"""Say what kind of customer an account is, against the rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.forms.customers import CustomerForm
from opportunities.queries.customers import customer_of
from opportunities.services.override_customer import override_customer
from salesops.web.sheets import SheetFormView


class CustomerView(SheetFormView):
    """A word on one account that counts until a day."""

    form_class = CustomerForm
    title = "Set the customer type"
    submit_label = "Set until then"

    def load(self) -> None:
        """Read what it is now."""
        self.panel = customer_of(self.request.actor, self.kwargs["pk"], now=timezone.now())

    def get_initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return {"kind": self.panel.customer.kind, **super().get_initial()}

    def get_back_url(self) -> str:
        """Cancelling leads to the account."""
        return reverse("accounts:page", args=[self.panel.account_id])

    def get_context(self) -> dict[str, Any]:
        """Say what the rule or the last person said."""
        return {"lead": f"{self.panel.customer.label}. {self.panel.customer.sentence}"}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Keep the word."""
        now = timezone.now()
        override_customer(actor=self.request.actor, now=now, account_id=self.panel.account_id, **data)
        return "The customer type is set; the rule counts again afterwards."
