"""What a form shows while it is filled in: the proposed process, why another one, the owners to filter by."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast, hire
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Two people decide it within a month."


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal of Elena's."""
    return Deal(Cast({"elena": hire("elena")}))


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_new_deal_is_proposed_its_process_and_asked_why_not(
    open_page: Callable[..., Page], deal: Deal, size: str
) -> None:
    page = open_page("/opportunities/new/", size=size)
    page.get_by_label("What do they buy").select_option("platform")
    page.get_by_label("How much of the open runtime do they run").select_option("low")
    page.get_by_label("How do they operate").select_option("high")
    expect(page.get_by_text("By rule: Edge connectivity.")).to_be_visible()
    expect(page.get_by_text("new business –")).to_be_visible()
    page.locator("select[name=process]").select_option("generic.three_stage")
    page.get_by_label("Why another process").fill(WHY)
    page.get_by_label("Use case").fill("Line connectivity")
    page.get_by_label("Problem").focus()
    expect(page.locator("#becomes")).to_contain_text("Line connectivity")
    expect(page.get_by_label("Why another process")).to_have_value(WHY)
    page.get_by_label("Or a new account").fill("Steinbach Castings")
    page.get_by_role("button", name="Open the deal").click()
    page.wait_for_url(re.compile(r"/opportunities/\d+/"))
    expect(page.get_by_text("Another one: Two people decide it")).to_be_visible()


def test_the_owners_to_filter_by_come_when_the_filters_open(open_page: Callable[..., Page], deal: Deal) -> None:
    page = open_page("/opportunities/table/")
    page.locator("details:has(#f-owner) > summary").click()
    expect(page.locator("#f-owner option", has_text="Elena Petrova")).to_have_count(1)
