"""The standard process in real browsers: every move, the offer, both approvals, the choice, the quote and the win.

The people sign in one after another. The evidence of layers 2 and 3 is recorded by the services here; its own pages have
stories of their own (test_proof_story, test_validation_story, test_offer_story).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from handoff.models import Agreement
from opportunities.services.file_document import change_document
from tests.cast import Cast, hire
from tests.flows.standard import Standard

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = ("elena", "tomas", "naomi", "owen", "ana", "ingrid", "lucia")
WORDS = {
    "what": "24 % for Fjordline Telecom",
    "why": "A rival quoted less, and their finance showed us the sheet.",
    "give_get": "24 % in year one, for 36 months and a reference call.",
    "expectation": "They expect an answer before their board meets.",
    "alternatives": "18 % with 12 months, which the buyer refused.",
}


@pytest.fixture
def standard(transactional_db: None) -> Standard:
    """A deal of the standard process with a draft offer."""
    return Standard(Cast({name: hire(name) for name in PEOPLE}))


class TestStandardProcess:
    def test_from_created_to_closed_won(self, open_page: Callable[..., Page], standard: Standard) -> None:
        self.standard, self.open_page = standard, open_page
        self.where = f"/opportunities/{standard.deal.id}/"
        self.elena = open_page(self.where)
        for stage, following in (("created", "Discover"), ("discover", "Proof of Concept"), ("poc", "Propose")):
            for act in getattr(standard, stage)():
                act()
            self.move(following)
        self.sell()
        self.move("Negotiate")
        for act in standard.negotiate():
            act()
        self.move("Signature")
        self.sign()
        self.win()
        assert standard.deal.row.stage == "closed_won"
        assert Agreement.objects.get(opportunity=standard.deal.id).voided_at is None

    def move(self, label: str) -> None:
        """Let the owner move the deal on its page."""
        self.elena.goto(self.where)
        self.elena.get_by_role("link", name=f"Move to {label}").first.click()
        expect(self.sheet(self.elena)).to_contain_text("All")
        self.sheet(self.elena).get_by_role("button", name=f"Move to {label}").click()
        expect(self.elena.locator(".path [aria-current=step]")).to_contain_text(label)

    def sell(self) -> None:
        """Discount, ask, approve twice, present, choose: everything Propose asks for."""
        standard, page = self.standard, self.elena
        standard.ask_question()
        standard.answer_question()
        standard.propose_scope()
        page.goto(f"{self.where}offers/")
        for line in (1, 2, 3):
            page.get_by_label(f"Discount in percent, line {line}").fill("24")
        expect(page.locator("#mark-total")).to_contain_text("over by")
        page.get_by_role("button", name="Save draft").click()
        expect(page.locator("#toasts")).to_contain_text("Offer v1 saved.")
        page.get_by_role("link", name="Request approval").click()
        for name, text in WORDS.items():
            self.sheet(page).locator(f"[name={name}]").fill(text)
        self.sheet(page).locator("[name=needed_by]").fill(standard.deal.now.date().isoformat())
        self.sheet(page).get_by_role("button", name="Request approval").click()
        expect(page.locator(".rail")).to_contain_text("the terms are locked")
        self.decide("tomas")
        self.decide("naomi")
        self.decide("ingrid")
        page.goto(f"{self.where}offers/1/")
        expect(page.locator(".rail")).to_contain_text("inside")
        self.confirm(page, "Present")
        standard.file("other")
        page.get_by_role("link", name="Record the choice").click()
        self.sheet(page).get_by_label("A: 36 months").check()
        self.sheet(page).get_by_label("Written confirmation").select_option(index=1)
        self.sheet(page).get_by_role("button", name="Record the choice").click()
        expect(page.locator("#page")).to_contain_text("The customer's choice")
        self.clear_triggers()
        standard.name_signer()
        standard.attest("4-X1", "customer_document")
        for act in standard.propose()[-5:]:
            act()

    def decide(self, who: str) -> None:
        """Approve what waits, in the queue."""
        page = self.open_page("/approvals/", person=who)
        expect(page.locator("#page")).to_contain_text("24 % for Fjordline Telecom")
        page.get_by_role("button", name="Approve step").click()
        expect(page.locator("#page")).not_to_contain_text("24 % for Fjordline Telecom")

    def clear_triggers(self) -> None:
        """Leadership clears what the money of the offer fired on the proposal."""
        page = self.open_page(f"{self.where}proposal/", person="ingrid")
        buttons = page.get_by_role("link", name="Clear with evidence")
        expect(buttons.first).to_be_visible()
        while waiting := buttons.count():
            buttons.first.click()
            self.sheet(page).get_by_label("Evidence").fill("Approved with the offer, step by step")
            self.sheet(page).get_by_role("button", name="Clear").click()
            expect(buttons).to_have_count(waiting - 1)

    def sign(self) -> None:
        """Quote, have it signed, and record the Legal Win."""
        owen = self.open_page(f"{self.where}offers/1/", person="owen")
        self.confirm(owen, "Issue the quote")
        expect(owen.locator(".rail")).to_contain_text(f"Q-{self.standard.deal.id}-1")
        quote = self.standard.deal.row.quotes.get()
        signed = {"signed_by": "Kari Aasen", "signed_title": "CFO", "signed_company": "Fjordline Telecom AS"}
        known = {**self.standard.deal.known(), "document_id": quote.document_id}
        change_document(**known, state="signed", **signed, signed_on=self.standard.deal.now.date())
        self.standard.win("legal_win")
        self.standard.levels(paper_process=3)

    def win(self) -> None:
        """The owner cannot; finance confirms."""
        self.elena.goto(self.where)
        self.elena.get_by_role("link", name="Confirm won").first.click()
        self.sheet(self.elena).get_by_role("button", name="Confirm won").click()
        expect(self.sheet(self.elena)).to_contain_text("R15")
        naomi = self.open_page(self.where, person="naomi")
        naomi.get_by_role("link", name="Confirm won").first.click()
        self.sheet(naomi).get_by_role("button", name="Confirm won").click()
        expect(naomi.locator(".record-head")).to_contain_text("Won")

    def confirm(self, page: Page, label: str) -> None:
        """Follow a link into the sheet and press its button."""
        page.get_by_role("link", name=label).first.click()
        self.sheet(page).get_by_role("button", name=label).click()
        expect(page.locator("#toasts")).to_contain_text("is")

    def sheet(self, page: Page) -> Locator:
        """The side-sheet."""
        return page.locator("#sheet")
