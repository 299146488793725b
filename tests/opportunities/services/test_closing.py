"""Signatories, private offers, the documents of each channel, and what nothing is won without (domain §7)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opportunities.models import Document, MarketplaceOffer
from opportunities.services.confirm_won import confirm_won
from opportunities.services.end_marketplace_offer import accept_marketplace_offer, withdraw_marketplace_offer
from salesops.core.errors import Conflict, Invalid, Refused
from tests.cast import Cast
from tests.opportunities.closing import Closable
from tests.story import LINK, NOTE

pytestmark = pytest.mark.django_db
WHY = "Their board wants another round of talks."
MARKETPLACE = ["choice", "cover", "signer", "administrator", "signed_quote", "marketplace_offer", "acceptance_email"]
ASKED = {
    "marketplace": MARKETPLACE,
    "direct_signature": ["choice", "cover", "signer", "signed_paper"],
    "purchase_order": ["choice", "cover", "purchase_order", "framework"],
    "reseller": ["choice", "cover", "purchase_order", "end_acceptance"],
    "mou": ["choice", "cover", "agreement_or_memorandum", "invoice", "payment"],
    "auto_renewal": ["choice", "cover", "renewal_clause", "renewal_notice", "no_objection"],
}


class TestSignatories:
    """Two people told apart, or one with a reason (R26)."""

    def test_both_are_named(self, cast: Cast) -> None:
        row = Closable(cast).name()
        assert (row.signer.name, row.admin and row.admin.name, row.buyer_account) == (
            "Kari Aasen",
            "Berit Foss",
            "4711",
        )

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"buyer_account_again": "4712"}, "buyer_account_again"),
            ({"buyer_account": " "}, "buyer_account"),
            ({"is_permission_confirmed": False}, "is_permission_confirmed"),
            ({"signer_id": 999_999}, "signer_id"),
            ({"authority_id": 999_999}, "authority_id"),
        ],
    )
    def test_it_says_what_is_wrong(self, cast: Cast, more: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            Closable(cast).name(**more)
        assert set(refused.value.fields) == {field}

    def test_one_person_does_both_for_a_reason(self, cast: Cast) -> None:
        closable = Closable(cast)
        same = {"admin_id": closable.deal.contact.pk}
        with pytest.raises(Invalid, match="why one person does both"):
            closable.name(**same)
        assert closable.name(**same, same_person_reason=NOTE).same_person_reason == NOTE

    def test_a_person_without_address_signs_nothing(self, cast: Cast) -> None:
        closable = Closable(cast)
        closable.other.email = ""
        closable.other.save()
        with pytest.raises(Invalid, match="Berit Foss's title and e-mail"):
            closable.name()

    @pytest.mark.parametrize("who", ["arjun", "tomas", "naomi"])
    def test_owner_and_legal_name_them(self, cast: Cast, who: str) -> None:
        closable = Closable(cast)
        closable.deal.owner, owner = who, closable.deal.owner
        with pytest.raises(Refused):
            closable.name()
        closable.deal.owner = "lucia"
        assert closable.name().by.name == "Lucia Amari"
        assert owner == "elena"


class TestPrivateOffer:
    """Made by finance from the signed quote, equal to it, and never edited."""

    @pytest.fixture
    def closable(self, cast: Cast) -> Closable:
        closable = Closable(cast)
        closable.choose()
        closable.name()
        return closable

    def test_it_is_the_signed_quote(self, closable: Closable) -> None:
        closable.quote()
        row = closable.private_offer()
        assert (row.price, row.currency, row.term_months) == (Decimal(63_000), "USD", 12)
        assert row.expires_on == (closable.deal.now + timedelta(days=30)).date()
        with pytest.raises(Conflict, match="there is one already"):
            closable.private_offer()

    @pytest.mark.parametrize("signed_by", ["Nils Berg", ""])
    def test_it_waits_for_the_named_signer(self, closable: Closable, signed_by: str) -> None:
        if signed_by:
            closable.quote(signed_by)
        with pytest.raises(Conflict) as refused:
            closable.private_offer()
        assert refused.value.code == "no_signed_quote"

    @pytest.mark.parametrize("who", ["elena", "owen", "lucia", "tomas"])
    def test_vp_finance_makes_it(self, closable: Closable, who: str) -> None:
        closable.quote()
        with pytest.raises(Refused):
            closable.private_offer(who)

    @pytest.mark.parametrize(
        "change", [{"price": 62_999}, {"term_months": 24}, {"currency": "EUR"}, {"buyer_account": "1"}]
    )
    def test_the_database_wants_it_equal(self, closable: Closable, change: dict[str, Any]) -> None:
        quote = closable.quote()
        row = closable.private_offer()
        plain = {
            name: getattr(row, name)
            for name in ("marketplace", "price", "currency", "term_months", "buyer_account", "expires_on", "created_at")
        }
        withdraw_marketplace_offer(**closable.deal.known(closable.cast.naomi), reason=WHY)
        made = {"opportunity_id": closable.deal.id, "quote": quote, "reference": "offer-2", "url": LINK}
        people = {"created_by_id": closable.cast.naomi.user_id}
        with pytest.raises(IntegrityError, match="equal to it"), transaction.atomic():
            MarketplaceOffer.objects.create(**made, **people, **{**plain, **change})
        assert MarketplaceOffer.objects.create(**made, **people, **plain).pk

    def test_it_is_accepted_by_the_marketplaces_mail_once(self, closable: Closable) -> None:
        closable.quote()
        closable.private_offer()
        known = closable.deal.known()
        with pytest.raises(Invalid, match="acceptance e-mail"):
            accept_marketplace_offer(**known, document_id=closable.file("other").pk)
        mail = closable.file("acceptance_email", origin="marketplace")
        assert accept_marketplace_offer(**known, document_id=mail.pk).accepted_at == closable.deal.now
        with pytest.raises(Invalid, match="No private offer waits"):
            withdraw_marketplace_offer(**closable.deal.known(closable.cast.naomi), reason=WHY)
        with pytest.raises(IntegrityError, match="accepted or withdrawn once"), transaction.atomic():
            MarketplaceOffer.objects.update(withdrawn_at=closable.deal.now, withdrawn_reason=WHY)


class TestChannels:
    """Each asks for its own documents; none counts a draft."""

    @pytest.mark.parametrize("channel", ASKED)
    def test_what_is_asked(self, cast: Cast, channel: str) -> None:
        closable = Closable(cast, channel)
        assert closable.there() == {}
        closable.choose()
        there = closable.there()
        assert list(there) == ASKED[channel]
        assert {key for key, is_there in there.items() if is_there} == {"choice", "cover"}

    def test_a_purchase_order_names_our_quote(self, cast: Cast) -> None:
        closable = Closable(cast, "purchase_order")
        closable.choose()
        quote = closable.quote()
        closable.file("purchase_order", reference="Q-0")
        closable.file("framework_agreement", "draft")
        assert not any(closable.there()[key] for key in ("purchase_order", "framework"))
        closable.file("purchase_order", reference=quote.number)
        closable.file("framework_agreement", "signed")
        assert all(closable.there().values())

    def test_a_reseller_adds_the_end_customers_word(self, cast: Cast) -> None:
        closable = Closable(cast, "reseller")
        closable.choose()
        closable.file("purchase_order", reference=closable.quote().number, origin="reseller")
        assert not closable.there()["end_acceptance"]
        closable.file("end_acceptance", origin="customer")
        assert all(closable.there().values())

    def test_a_memorandum_is_followed_by_invoice_and_payment(self, cast: Cast) -> None:
        closable = Closable(cast, "mou")
        closable.choose()
        closable.file("memorandum", "signed")
        closable.file("invoice")
        assert [key for key, is_there in closable.there().items() if not is_there] == ["payment"]
        closable.file("invoice", "paid")
        assert all(closable.there().values())

    def test_a_direct_signature_says_who_for_whom(self, cast: Cast) -> None:
        closable = Closable(cast, "direct_signature")
        closable.choose()
        closable.name(admin_id=None, authority_id=closable.file("signer_authority").pk)
        closable.file("agreement", "signed")
        assert not closable.there()["signed_paper"]
        closable.file("agreement", "signed", signed_title="CFO", signed_company="Fjordline Telecom AS")
        assert all(closable.there().values())


class TestGuards:
    """Nothing is won, invoiced or sent back past the closing."""

    def test_an_offer_with_the_customer_holds_back_every_win(self, cast: Cast) -> None:
        closable = Closable(cast, "direct_signature")
        closable.deal.open_discovery_gate()
        closable.deal.advance()
        closable.deal.open_negotiation_gate()
        closable.choose()
        with pytest.raises(Conflict) as refused:
            confirm_won(**closable.deal.known(cast.naomi))
        assert refused.value.code == "R21"
        assert "Signer named, with authority" in refused.value.facts["missing"]
        closable.name(admin_id=None, authority_id=closable.file("signer_authority").pk)
        closable.file("agreement", "signed", signed_title="CFO", signed_company="Fjordline Telecom AS")
        confirm_won(**closable.deal.known(cast.naomi))
        assert closable.deal.row.stage_kind == "won"

    def test_no_invoice_before_a_signature(self, cast: Cast) -> None:
        closable = Closable(cast)
        with pytest.raises(Conflict) as refused:
            closable.file("invoice")
        assert refused.value.code == "R24"
        row = closable.file("invoice", "draft")
        with pytest.raises(IntegrityError, match="R24"), transaction.atomic():
            Document.objects.filter(pk=row.pk).update(state="issued")
        closable.file("agreement", "signed")
        Document.objects.filter(pk=row.pk).update(state="issued")
