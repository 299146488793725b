"""Forms of the closing: who signs, the private offer on a marketplace, its acceptance and withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from opportunities.forms.closing import AcceptanceForm, MarketplaceOfferForm, SignerForm
from opportunities.forms.deal import whole
from opportunities.forms.moves import ReasonForm
from opportunities.queries.choices import contact_choices, document_choices
from opportunities.queries.closing_standing import standing_of
from opportunities.services.create_marketplace_offer import NewMarketplaceOffer, create_marketplace_offer
from opportunities.services.end_marketplace_offer import accept_marketplace_offer, withdraw_marketplace_offer
from opportunities.services.name_signer import Signatories, name_signer
from opportunities.views.terms import ClosingFormView


class SignerView(ClosingFormView):
    """Who signs, and who accepts."""

    form_class = SignerForm
    title = "Name the signer"
    lead = "Who signs for the customer, and on a marketplace who accepts there."
    submit_label = "Save"

    def load(self) -> None:
        """Read who is named and the channel."""
        super().load()
        self.standing = standing_of(self.deal, now=timezone.now())

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the customer's people and the deal's papers."""
        return {
            "contacts": contact_choices(self.actor, self.deal),
            "documents": document_choices(self.actor, self.deal),
            "is_marketplace": self.standing.channel == "marketplace",
        }

    def get_initial(self) -> dict[str, Any]:
        """Start with who is named; the account is typed again, twice."""
        row = self.standing.closing
        if row is None:
            return {}
        return {
            "signer_id": row.signer_id,
            "authority_id": row.signer_authority_id,
            "admin_id": row.admin_id,
            "is_permission_confirmed": row.is_permission_confirmed,
            "same_person_reason": row.same_person_reason,
            "renews_by_itself": row.renews_by_itself,
        }

    def perform(self, data: Mapping[str, Any]) -> str:
        """Name them."""
        given = Signatories(
            signer_id=int(data["signer_id"]),
            authority_id=whole(data["authority_id"]),
            admin_id=whole(data.get("admin_id")),
            buyer_account=data.get("buyer_account", ""),
            buyer_account_again=data.get("buyer_account_again", ""),
            is_permission_confirmed=data.get("is_permission_confirmed", False),
            same_person_reason=data.get("same_person_reason", ""),
            renews_by_itself=data["renews_by_itself"],
        )
        return f"{name_signer(**self.known(), given=given).signer.name} signs."


class MarketplaceOfferView(ClosingFormView):
    """The private offer finance made."""

    form_class = MarketplaceOfferForm
    title = "Record the private offer"
    lead = "Price, term and currency are the signed quote's. It is never edited afterwards."
    submit_label = "Record"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        new = NewMarketplaceOffer(data["reference"], data["url"], data["expires_on"])
        return f"Private offer {create_marketplace_offer(**self.known(), new=new).reference} recorded."


class AcceptMarketplaceOfferView(ClosingFormView):
    """The customer accepted it."""

    form_class = AcceptanceForm
    title = "The private offer was accepted"
    submit_label = "Record"

    def get_form_arguments(self) -> dict[str, Any]:
        """Offer the deal's documents."""
        return {"documents": document_choices(self.actor, self.deal)}

    def perform(self, data: Mapping[str, Any]) -> str:
        """Record it."""
        return f"{accept_marketplace_offer(**self.known(), document_id=int(data['document_id'])).reference} accepted."


class WithdrawMarketplaceOfferView(ClosingFormView):
    """The private offer taken back."""

    form_class = ReasonForm
    title = "Withdraw the private offer?"
    lead = "It stays on record with your reason. Another one is made from the quote."
    submit_label = "Withdraw"
    submit_style = "danger"

    def perform(self, data: Mapping[str, Any]) -> str:
        """Withdraw it."""
        return f"{withdraw_marketplace_offer(**self.known(), reason=data['reason']).reference} withdrawn."
