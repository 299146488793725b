"""Forms of signatories and of the private offer on a marketplace."""

from __future__ import annotations

from typing import Any

from django import forms

from opportunities.forms.moves import Choice, area, day_field


class SignerForm(forms.Form):
    """Who signs; and on a marketplace who accepts, in which account."""

    signer_id = forms.ChoiceField(label="Signer")
    authority_id = forms.ChoiceField(
        label="Evidence of authority", required=False, help_text="A document of this deal, filed as signer's authority."
    )
    admin_id = forms.ChoiceField(
        label="Marketplace administrator",
        required=False,
        help_text="Who accepts the private offer in the buyer's account. Another person than the signer, as a rule.",
    )
    buyer_account = forms.CharField(label="Buyer's account number", required=False, max_length=80)
    buyer_account_again = forms.CharField(
        label="The same number again", required=False, max_length=80, help_text="Typed, not copied."
    )
    is_permission_confirmed = forms.BooleanField(label="They confirmed that they may accept there", required=False)
    same_person_reason = forms.CharField(
        label="Why one person does both", required=False, max_length=300, widget=area(2)
    )
    renews_by_itself = forms.BooleanField(label="It renews by itself unless somebody objects", required=False)

    def __init__(self, *args: Any, contacts: Choice, documents: Choice, is_marketplace: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer_id"].choices = contacts  # type: ignore[attr-defined]
        self.fields["authority_id"].choices = [("", "None yet"), *documents]  # type: ignore[attr-defined]
        self.fields["admin_id"].choices = [("", "Nobody yet"), *contacts]  # type: ignore[attr-defined]
        if not is_marketplace:
            for name in ("admin_id", "buyer_account", "buyer_account_again"):
                del self.fields[name]
            for name in ("is_permission_confirmed", "same_person_reason"):
                del self.fields[name]


class MarketplaceOfferForm(forms.Form):
    """The private offer as the marketplace shows it; price, term and currency are the signed quote's."""

    reference = forms.CharField(label="Offer number", max_length=120)
    url = forms.URLField(label="Address of the offer", assume_scheme="https", max_length=500)
    expires_on = day_field("Last day", help_text="30 days ahead where left empty.")


class AcceptanceForm(forms.Form):
    """The marketplace's e-mail."""

    document_id = forms.ChoiceField(label="Acceptance e-mail", help_text="Filed on this deal, as issued.")

    def __init__(self, *args: Any, documents: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_id"].choices = documents  # type: ignore[attr-defined]
