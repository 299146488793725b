"""An offer in a real browser: drafted, marked while it is typed, saved, compared and read as the customer reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast, hire
from tests.opportunities.pricing import publish_prices
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal, and a price book for it."""
    cast = Cast({name: hire(name) for name in ("elena", "owen")})
    publish_prices(cast)
    return Deal(cast)


class TestOffer:
    def test_is_drafted_and_marked_while_it_is_typed(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page(f"/opportunities/{deal.id}/offers/")
        page.get_by_role("button", name="Draft an offer").click()
        page.wait_for_url(f"**/opportunities/{deal.id}/offers/1/")
        self.add(page, "QRY-COMMIT")
        self.add(page, "ONB-12")
        page.get_by_label("Term, months").fill("36")
        expect(page.locator("#mark-line-1")).to_contain_text("inside")
        page.get_by_label("Discount in percent, line 1").fill("24")
        expect(page.get_by_label("Net price, line 1")).to_have_value("319200.00")
        expect(page.locator("#mark-line-1")).to_contain_text("over by 14.0 pts")
        expect(page.locator("#offer-totals")).to_contain_text("$1,017,600")
        expect(page.locator("#offer-ask")).to_contain_text("VP finance")
        page.get_by_role("button", name="Save draft").click()
        expect(page.locator("#toasts")).to_contain_text("Offer v1 saved.")
        page.get_by_role("button", name="Another option like A").click()
        page.wait_for_url("**/offers/1/?option=B")
        expect(page.locator(".offer-options")).to_contain_text("B")
        page.get_by_role("link", name="Preview").click()
        expect(page.locator(".offer-paper")).to_contain_text("Option B: 36 months")
        page.goto(f"/opportunities/{deal.id}/")
        expect(page.locator(".commercial")).to_contain_text("Offer v1, draft")
        expect(page.locator(".commercial")).to_contain_text("over by")

    def test_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(
        self, open_page: Callable[..., Page], deal: Deal
    ) -> None:
        page = open_page(f"/opportunities/{deal.id}/offers/")
        page.get_by_role("button", name="Draft an offer").click()
        self.add(page, "")
        page.get_by_label("Item, line 1").fill("Migration of the archive")
        page.get_by_label("Net price, line 1").fill("nine")
        page.get_by_role("button", name="Save draft").click()
        expect(page.locator(".offer-rows")).to_contain_text("Enter a number.")
        expect(page.get_by_label("Item, line 1")).to_have_value("Migration of the archive")

    def add(self, page: Page, code: str) -> None:
        """Take a line from the price book, or an empty one."""
        page.get_by_label("From the price book").select_option(code)
        page.get_by_role("button", name="Line", exact=True).click()


class TestPriceBook:
    def test_is_published_from_a_spreadsheet(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/settings/price-books/", person="owen")
        page.get_by_role("link", name="Publish a price book").click()
        expect(page.get_by_label("Entries")).to_contain_text("QRY-COMMIT")
        page.get_by_label("Currency").fill("NOK")
        page.get_by_label("Entries").fill("Q\tQuery\tsoftware\tyearly\t10\t2")
        page.get_by_role("button", name="Publish").click()
        expect(page.locator("#page")).to_contain_text("Line 1: “yearly” is neither recurring nor one_time.")
        page.get_by_label("Entries").fill("Q\tQuery\tsoftware\trecurring\t10\t2")
        page.get_by_role("button", name="Publish").click()
        expect(page.locator("#page")).to_contain_text("Standard, NOK, from")
