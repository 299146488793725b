"""A price off the book (T07) and a discount beyond the guardrails (T08) stop a proposal until leadership cleared them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from opportunities.domain.offer_writing import LineInput
from opportunities.services.withdraw_offer import withdraw_offer
from qualification.queries.causes import causes_of
from tests.cast import Cast
from tests.opportunities.pricing import COMMIT, SUPPORT, Pricing, line, publish_prices
from tests.qualification.offering import Offering
from tests.story import Deal

pytestmark = pytest.mark.django_db
KIOSK = LineInput(
    name="Test kiosk", kind="services", charge="one_time", quantity=Decimal(1), unit_list=Decimal(900),
    unit_net=Decimal(900), unit_cost=Decimal(100),
)  # fmt: skip


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """A deal with a proposal."""
    made = Offering(Deal(cast))
    made.write()
    return made


def about(offering: Offering, key: str) -> str:
    """Return why a trigger fires for the newest version; nothing where it does not."""
    fired = causes_of(offering.newest, offering.deal.now)
    return next((each.about for each in fired if each.key == key), "")


class TestPrice:
    def test_from_the_book_does_not_fire(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT, 5))
        assert about(offering, "T07") == ""

    def test_of_a_custom_item_fires(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT), KIOSK)
        assert about(offering, "T07") == "Test kiosk has no price in the price book"

    def test_above_list_fires(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT, -5))
        assert about(offering, "T07") == "Premium support is priced above list"

    def test_of_a_book_that_was_replaced_fires(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT), line(COMMIT, 5))
        dearer = replace(SUPPORT, unit_list=Decimal(70_000))
        publish_prices(offering.deal.cast, valid_from=offering.deal.now.date() + timedelta(days=1), entries=(dearer,))
        assert about(offering, "T07") == ""
        offering.deal.now += timedelta(days=1)
        assert about(offering, "T07") == (
            "Halden Query commit is no longer in the price book | Premium support has an older list price"
        )


class TestDiscount:
    def test_inside_does_not_fire(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT, 10))
        assert about(offering, "T08") == ""

    def test_beyond_its_band_fires_with_concessions_counted(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT, 8), payment_days=45)
        assert about(offering, "T08") == "option A, 10.5 % off with concessions"

    def test_of_nothing_at_a_large_value_does_not_fire(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(COMMIT))
        assert about(offering, "T08") == ""

    def test_other_conditions_are_not_discounts(self, offering: Offering) -> None:
        Pricing(offering.deal).write(line(SUPPORT), term_months=48, is_split_payment=True)
        assert about(offering, "T08") == ""

    def test_of_a_withdrawn_offer_does_not_fire(self, offering: Offering) -> None:
        pricing = Pricing(offering.deal)
        pricing.write(line(SUPPORT, 24))
        assert about(offering, "T08") == "option A, 24 % off with concessions"
        withdraw_offer(**pricing.known(), reason="They want to start over.")
        assert about(offering, "T08") == ""
