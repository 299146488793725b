"""Offers are written as drafts, priced by the price book, and never change once shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from opportunities.domain.offer_writing import LineInput
from opportunities.models import OfferEdit, OfferLine
from opportunities.queries.offer_terms import fingerprint_of
from opportunities.services.create_offer import create_offer
from opportunities.services.offer_options import add_option, remove_option
from opportunities.services.present_offer import present_offer
from opportunities.services.publish_price_book import publish_price_book
from opportunities.services.withdraw_offer import withdraw_offer
from opportunities.services.write_offer import write_offer
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from tests.cast import Cast
from tests.opportunities.pricing import COMMIT, ENTRIES, SUPPORT, Pricing, line, publish_prices
from tests.story import Deal

pytestmark = pytest.mark.django_db
CUSTOM = LineInput(Decimal(9_000), name="Migration", unit_list=Decimal(12_000), unit_cost=Decimal(5_000))


@pytest.fixture
def pricing(cast: Cast) -> Pricing:
    return Pricing(Deal(cast))


class TestWriteOffer:
    def test_takes_list_price_and_cost_from_the_book(self, pricing: Pricing) -> None:
        pricing.write(line(COMMIT, 23), CUSTOM)
        commit, custom = OfferLine.objects.filter(option__offer=pricing.offer).order_by("position")
        assert (commit.unit_list, commit.unit_cost, commit.unit_net) == (420_000, 110_000, 323_400)
        assert custom.entry is None
        assert (custom.unit_list, custom.unit_net) == (12_000, 9_000)

    def test_reads_as_the_database_does(self, pricing: Pricing) -> None:
        pricing.write(line(COMMIT, "7.77"), CUSTOM, terms={"clauses": ("publicity", "indemnity")})
        with connection.cursor() as cursor:
            cursor.execute("SELECT offer_terms(%s)::json", [pricing.offer.pk])
            assert cursor.fetchone()[0] == pricing.terms.as_json()

    def test_changes_the_fingerprint_with_every_term(self, pricing: Pricing) -> None:
        seen = {fingerprint_of(pricing.offer.pk)}
        for change in (
            {"terms": {"partner_fee": Decimal(3)}},
            {"terms": {"paper": "redlined"}},
            {"term_months": 24},
            {"payment_days": 45},
            {"billing": "monthly"},
            {"is_split_payment": True},
        ):
            pricing.write(**change)  # type: ignore[arg-type]
            seen.add(fingerprint_of(pricing.offer.pk))
        assert len(seen) == 7

    def test_says_every_fault_by_its_field(self, pricing: Pricing) -> None:
        with pytest.raises(Invalid) as refused:
            pricing.write(
                LineInput(Decimal(-1), code="NONE"),
                LineInput(Decimal(1)),
                term_months=0,
                terms={"channel": "marketplace", "valid_until": pricing.deal.now.date() - timedelta(days=1)},
            )
        assert set(refused.value.fields) == {
            "marketplace", "valid_until", "term_months", "lines.0.code", "lines.0.unit_net", "lines.1.name",
        }  # fmt: skip

    def test_writes_nothing_of_a_faulty_offer(self, pricing: Pricing) -> None:
        before = fingerprint_of(pricing.offer.pk)
        with pytest.raises(Invalid):
            pricing.write(line(COMMIT, 50), term_months=0)
        assert fingerprint_of(pricing.offer.pk) == before

    def test_is_the_owners(self, pricing: Pricing) -> None:
        for who, code in (("arjun", "R14"), ("ana", "R08"), ("ingrid", "refused"), ("rachel", "R12")):
            with pytest.raises(Refused) as refused:
                pricing.write(who=who)
            assert refused.value.code == code

    def test_refuses_a_version_that_is_no_longer_current(self, pricing: Pricing) -> None:
        with pytest.raises(StaleVersion):
            write_offer(**pricing.known(), terms=pricing.terms_input(), expected_version=pricing.offer.version - 1)

    def test_keeps_who_edited(self, pricing: Pricing) -> None:
        assert set(OfferEdit.objects.values_list("by__name", flat=True)) == {"Elena Petrova"}


class TestOptions:
    def test_are_one_to_four(self, pricing: Pricing) -> None:
        assert [pricing.add_option() for _ in range(3)] == ["B", "C", "D"]
        with pytest.raises(Invalid):
            pricing.add_option()

    def test_copy_their_lines(self, pricing: Pricing) -> None:
        pricing.write(line(COMMIT, 10))
        pricing.add_option()
        assert pricing.terms.option("B").lines == pricing.terms.option("A").lines

    def test_keep_one(self, pricing: Pricing) -> None:
        pricing.add_option()
        remove_option(**pricing.known(), letter="A")
        with pytest.raises(Invalid):
            remove_option(**pricing.known(), letter="B")

    def test_must_be_there(self, pricing: Pricing) -> None:
        for act, field in ((add_option, "copy_of"), (remove_option, "letter")):
            with pytest.raises(NotVisible):
                act(**pricing.known(), **{field: "D"})  # type: ignore[operator]


class TestCreateOffer:
    def test_copies_an_earlier_version(self, pricing: Pricing) -> None:
        pricing.write(line(COMMIT, 10), terms={"paper": "customer"})
        pricing.add_option()
        first = pricing.terms
        second = create_offer(**pricing.deal.known(), copy_of=1)
        pricing.number = second.number
        assert second.number == 2
        assert replace(pricing.terms, valid_until=first.valid_until) == first

    def test_knows_only_its_deals_versions(self, pricing: Pricing) -> None:
        with pytest.raises(NotVisible):
            create_offer(**pricing.deal.known(), copy_of=7)


class TestPresentOffer:
    def test_waits_for_approval(self, pricing: Pricing) -> None:
        with pytest.raises(Conflict) as refused:
            present_offer(**pricing.known())
        assert refused.value.code == "R06"
        assert pricing.offer.state == "draft"

    def test_wants_a_line_in_every_option(self, pricing: Pricing) -> None:
        other = create_offer(**pricing.deal.known()).number
        with pytest.raises(Invalid):
            present_offer(**{**pricing.known(), "number": other})


class TestWithdrawOffer:
    def test_leaves_it_in_the_history(self, pricing: Pricing) -> None:
        withdraw_offer(**pricing.known(), reason="They want another shape")
        assert pricing.offer.state == "withdrawn"
        with pytest.raises(Conflict) as refused:
            pricing.write()
        assert refused.value.code == "offer_shown"


class TestPublishPriceBook:
    def test_is_finances_and_operations(self, cast: Cast) -> None:
        publish_prices(cast)
        for who in ("elena", "ingrid", "ana"):
            with pytest.raises(Refused):
                publish_price_book(actor=cast.actor(who), now=timezone.now(), **_book("EUR"))

    def test_says_every_fault(self, cast: Cast) -> None:
        book = _book("usd", name=" ", valid_from=timezone.now().date() - timedelta(days=1), entries=[COMMIT, COMMIT])
        with pytest.raises(Invalid) as refused:
            publish_price_book(actor=cast.owen, now=timezone.now(), **book)
        assert set(refused.value.fields) == {"name", "currency", "valid_from", "entries.0.code", "entries.1.code"}

    def test_prices_the_next_save_of_a_draft(self, cast: Cast) -> None:
        pricing = Pricing(Deal(cast))
        dearer = [replace(entry, unit_list=entry.unit_list * 2) for entry in ENTRIES]
        publish_prices(cast, valid_from=pricing.deal.now.date() + timedelta(days=1), entries=dearer)
        pricing.write(line(SUPPORT))
        assert pricing.terms.options[0].lines[0].unit_list == SUPPORT.unit_list
        pricing.deal.now += timedelta(days=1)
        pricing.write(line(SUPPORT))
        assert pricing.terms.options[0].lines[0].unit_list == SUPPORT.unit_list * 2


def _book(currency: str, **more: Any) -> dict[str, Any]:
    return {"name": "Standard", "currency": currency, "valid_from": timezone.now().date(), "entries": ENTRIES, **more}
