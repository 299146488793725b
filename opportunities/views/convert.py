"""The page that makes an opportunity of a lead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from opportunities.forms.convert import NEW_ACCOUNT, ConvertForm
from opportunities.queries.choices import process_choices
from opportunities.queries.conversions import account_choices_of, buys_by
from opportunities.services.convert_lead import Conversion, convert_lead
from salesops.intake.queries.choices import owner_choices
from salesops.intake.queries.leads import lead_by_id
from salesops.web.sheets import SheetFormView


class ConvertLeadView(SheetFormView):
    """A lead that becomes a deal."""

    form_class = ConvertForm
    title = "Make a deal of this lead"
    lead = "Source, note, use case, person and everything that happened come along. The lead closes as converted."
    submit_label = "Open the deal"
    leaves = True
    made: int = 0

    def load(self) -> None:
        """Read the lead."""
        self.record = lead_by_id(self.request.actor, self.kwargs["lead_id"], now=timezone.now())

    def get_back_url(self) -> str:
        """Cancelling leads to the lead."""
        return reverse("intake:lead", args=[self.record.pk])

    def get_context(self) -> dict[str, Any]:
        """Name the lead above the form."""
        return {"subject_name": str(self.record)}

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the processes, and the accounts that may be meant."""
        return {
            "processes": process_choices(self.request.actor),
            "accounts": account_choices_of(self.request.actor, self.record),
            "owners": owner_choices(self.request.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        """Start with the wish they stated and the main process."""
        known = {"owner_id": self.record.owner_id, "expected_purchase_date": buys_by(self.record)}
        return known | {"process": "nb.standard"} | super().get_initial()

    def perform(self, data: Mapping[str, Any]) -> str:
        """Open it."""
        account = data["account"]
        how = Conversion(
            process=data["process"],
            owner_id=int(data["owner_id"]),
            account_id=int(account) if account.isdecimal() else None,
            makes_account=account == NEW_ACCOUNT,
            role=data["role"],
            recurring=data["recurring"] or Decimal(0),
            one_time=data["one_time"] or Decimal(0),
            term_months=data["term_months"],
            close_date=data["close_date"],
            expected_purchase_date=data["expected_purchase_date"],
        )
        deal = convert_lead(actor=self.request.actor, now=timezone.now(), lead_id=self.record.pk, how=how)
        self.made = deal.pk
        return f"{deal.name} opened."

    def get_success_url(self) -> str:
        """Go to the new deal."""
        return reverse("opportunities:page", args=[self.made])
