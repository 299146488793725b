"""A proposal in a real browser: written, refused, validated on the desk by keyboard, cleared with a condition, final."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast, hire
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
EVIDENCE = "Datasheet of the vendor, page 14"
LIMIT = "The second model is not part of this offer"


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal of the three-stage process."""
    return Deal(Cast({name: hire(name) for name in ("elena", "ana")}))


class TestValidation:
    def test_from_the_first_version_to_the_final_one(self, open_page: Callable[..., Page], deal: Deal) -> None:
        elena, ana = open_page(f"/opportunities/{deal.id}/"), open_page("/today/", person="ana")
        elena.get_by_role("link", name="Proposal", exact=True).first.click()
        elena.wait_for_url(f"**/opportunities/{deal.id}/proposal/")
        self.write(elena)
        expect(elena.locator(".triggers")).to_contain_text("Scope assumption not validated")
        elena.get_by_role("link", name="Request validation").click()
        elena.locator("#sheet").get_by_role("button", name="Request validation").click()
        expect(elena.locator("#toasts")).to_contain_text("Ana Ferreira validates it.")
        self.validate(ana)
        elena.goto(f"/opportunities/{deal.id}/proposal/")
        expect(elena.locator(".record-title")).to_contain_text("v2")
        expect(elena.locator("#page")).to_contain_text(LIMIT)
        elena.get_by_role("link", name="Finalise").click()
        elena.locator("#sheet").get_by_role("button", name="Finalise").click()
        expect(elena.locator(".record-title")).to_contain_text("Final")

    def write(self, page: Page) -> None:
        """Write the first version."""
        page.get_by_role("link", name="Write the proposal").click()
        page.get_by_label("What we deliver, row 1").fill("Certification of two models")
        page.get_by_label("Assumptions").fill("Two models, same kernel\nThe lab is free in May")
        page.get_by_role("button", name="Save as a new version").click()
        expect(page.locator("#toasts")).to_contain_text("Version 1 written.")

    def validate(self, page: Page) -> None:
        """Find it on the desk, check both assumptions, estimate, and clear it with a condition, by keyboard."""
        page.goto("/validation/")
        page.get_by_role("link", name="Validate: Two models, same kernel").click()
        self.send(page, "Evidence", EVIDENCE, "Validate")
        expect(page.locator("#page")).to_contain_text("1 validated, 0 rejected, 1 open")
        page.get_by_role("link", name="Reject: The lab is free in May").click()
        self.send(page, "Evidence", "It is booked until July", "Reject")
        expect(page.locator("#page")).to_contain_text("1 validated, 1 rejected, 0 open")
        page.get_by_role("link", name="Estimate").click()
        for label, value in (("Low, days", "8"), ("Likely, days", "10"), ("High, days", "14")):
            page.locator("#sheet").get_by_label(label).fill(value)
        self.send(page, "Cost of one day", "900", "Save the estimate")
        expect(page.locator(".desk-foot")).to_contain_text("1 trigger cleared")
        page.locator("body").press("c")
        sheet = page.locator("#sheet")
        sheet.get_by_label("Condition 1", exact=True).fill(LIMIT)
        sheet.get_by_label("T01 Scope assumption not validated").first.check()
        sheet.get_by_role("button", name="Clear with conditions").click()
        expect(page.locator("#page")).to_contain_text("No review waits.")

    def send(self, page: Page, label: str, value: str, button: str) -> None:
        """Fill the last field of the sheet and send it."""
        sheet = page.locator("#sheet")
        sheet.get_by_label(label).fill(value)
        sheet.get_by_role("button", name=button, exact=True).click()
        expect(sheet).to_be_hidden()
