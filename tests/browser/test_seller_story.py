"""The main job in a real browser: a seller is refused, sees why, fixes each thing and moves the deal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from opportunities.models import Opportunity
from opportunities.services.amend import amend
from tests.cast import PASSWORD, Cast, hire, with_password
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """One deal of Elena's in Discovery with nothing done yet."""
    return Deal(Cast({"elena": hire("elena")}))


def drag(page: Page, card: str, stage: str) -> None:
    """Drag a card to a column and wait for the answer."""
    page.locator(card).drag_to(page.locator(f"[data-stage={stage}] .lane-cards"))


class TestSeller:
    def test_signs_in_sees_why_a_move_is_refused_fixes_it_and_moves(
        self, open_page: Callable[..., Page], deal: Deal
    ) -> None:
        with_password("elena")
        page = open_page("/opportunities/", person=None)
        page.fill("input[name=login]", "elena@halden.test")
        page.fill("input[name=password]", PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        card = f"#card-{deal.id}"
        drag(page, card, "negotiation")
        sheet = page.locator("#sheet")
        expect(sheet.get_by_role("heading", name="Fjordline Telecom stays in Discovery")).to_be_visible()
        expect(sheet).to_contain_text("Nothing was changed")
        expect(page.locator("[data-stage=discovery]").locator(card)).to_have_class("card is-refused")
        unmet = sheet.locator(".crit-unmet").count()
        assert unmet == 5
        deal.log_call()
        deal.write_problem()
        deal.name_buyer()
        page.keyboard.press("r")
        expect(sheet.locator(".crit-unmet")).to_have_count(2)
        self.write_plan(page)
        self.assess(page, deal)
        page.goto("/opportunities/")
        expect(page.locator(card)).to_contain_text("Ready to move")
        drag(page, card, "negotiation")
        expect(page.locator("[data-stage=negotiation]").locator(card)).to_be_visible()
        expect(page.locator("#toasts")).to_contain_text("Fjordline Telecom moved to Negotiation.")
        assert deal.row.stage == "negotiation"

    def write_plan(self, page: Page) -> None:
        """Follow the fix of the criterion to its form and fill it in."""
        sheet = page.locator("#sheet")
        sheet.locator(".crit-unmet", has_text="pursuit plan").get_by_role("link").click()
        sheet.get_by_label("Objective").fill("Replace the warehouse before the fines")
        sheet.get_by_label("Why now").fill("Fines from the first quarter")
        sheet.get_by_label("Why us").fill("Fastest on their own data")
        sheet.get_by_role("button", name="Save").click()
        expect(page.locator("#toasts")).to_contain_text("Plan saved.")
        expect(sheet).to_be_hidden()

    def assess(self, page: Page, deal: Deal) -> None:
        """Assess both components the stage needs, from the deal's own page."""
        page.goto(f"/opportunities/{deal.id}/")
        for component, place in (("economic_buyer", 1), ("identify_pain", 2)):
            page.locator(f"#meddpicc-{component}").get_by_role("link", name="Assess").click()
            sheet = page.locator("#sheet")
            sheet.get_by_text("1 Identified").click()
            sheet.get_by_label("What you know").fill("Kari named it in the first call, in her own words.")
            sheet.get_by_role("button", name="Record the level").click()
            expect(page.locator(f"#meddpicc-{component}").get_by_role("img")).to_have_attribute(
                "aria-label", "Level 1 of 3, 1 needed"
            )
            assert deal.row.assessments.count() == place

    def test_moves_a_card_without_a_pointer(self, open_page: Callable[..., Page], deal: Deal) -> None:
        deal.open_discovery_gate()
        page = open_page("/opportunities/")
        page.locator(f"#card-{deal.id} [data-open]").focus()
        page.keyboard.press("m")
        expect(page.locator("[data-stage=negotiation]")).to_have_class("lane is-target")
        page.keyboard.press("Enter")
        expect(page.locator("[data-stage=negotiation]").locator(f"#card-{deal.id}")).to_be_visible()

    def test_is_told_where_a_card_can_go_when_no_move_leads_there(
        self, open_page: Callable[..., Page], deal: Deal
    ) -> None:
        deal.open_discovery_gate()
        deal.advance()
        page = open_page("/opportunities/")
        drag(page, f"#card-{deal.id}", "discovery")
        expect(page.locator("#sheet .sheet-title")).to_have_text("Fjordline Telecom stays in Negotiation")
        expect(page.locator("#sheet .sheet-lead")).to_contain_text("From negotiation one reaches")
        expect(page.locator("[data-stage=negotiation]").locator(f"#card-{deal.id}")).to_be_visible()

    def test_closes_a_deal_as_lost_from_the_palette(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page(f"/opportunities/{deal.id}/")
        page.keyboard.press("Control+k")
        page.keyboard.type("mark as lost")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        sheet = page.locator("#sheet")
        sheet.get_by_label("Main reason").select_option("timing")
        sheet.get_by_role("button", name="Mark as lost").click()
        expect(sheet.locator(".field-error").first).to_be_visible()
        sheet.get_by_label("What happened").fill("They froze every purchase until the next financial year.")
        sheet.get_by_label("Never try again").check()
        sheet.get_by_role("button", name="Mark as lost").click()
        expect(page.locator(".record-notice")).to_contain_text("Timing")
        assert deal.row.stage_kind == "lost"

    def test_loses_nothing_typed_when_a_form_is_refused(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page(f"/opportunities/{deal.id}/")
        page.locator("#meddpicc-champion").get_by_role("link", name="Assess").click()
        sheet = page.locator("#sheet")
        sheet.get_by_text("3 Validated").click()
        sheet.get_by_label("What you know").fill("Too short")
        sheet.get_by_role("button", name="Record the level").click()
        expect(sheet.locator(".field-error")).to_contain_text("at least 20 characters")
        expect(sheet.get_by_label("What you know")).to_have_value("Too short")
        expect(sheet.get_by_label("What you know")).to_be_focused()


class TestTypingIsKept:
    """Answers that come late, whatever they bring, leave an open cell and the place of every other alone."""

    def test_when_the_gates_answer_late(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/today/")
        held: list[Route] = []
        page.route("**/opportunities/gates/**", lambda route: held.append(route))
        page.goto("/opportunities/table/")
        cell = page.locator(f"#row-{deal.id} .c-close")
        cell.get_by_role("link").click()
        cell.get_by_label("Close date").fill("2027-05-05")
        places = (
            "[...document.querySelectorAll('.deals th, .deals td')].map(e => Math.round(e.getBoundingClientRect().x))"
        )
        before = page.evaluate(places)
        assert len(held) == 1
        held[0].continue_()
        expect(page.locator(f"#row-{deal.id} .c-gate").get_by_role("img")).to_be_visible()
        assert page.evaluate(places) == before
        expect(cell.get_by_label("Close date")).to_have_value("2027-05-05")

    def test_when_a_sheet_saved_something_else(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/opportunities/table/")
        cell = page.locator(f"#row-{deal.id} .c-close")
        cell.get_by_role("link").click()
        cell.get_by_label("Close date").fill("2027-05-05")
        amend(**deal.known(), changes={"name": "Another name"})
        row = page.locator(f"#row-{deal.id}")
        row.evaluate("row => { row.dataset.old = 'yes' }")
        page.evaluate("document.dispatchEvent(new CustomEvent('record-changed'))")
        expect(row).not_to_have_attribute("data-old", "yes")
        expect(cell.get_by_label("Close date")).to_have_value("2027-05-05")
        cell.get_by_role("button", name="Save").click()
        expect(cell.get_by_role("alert")).to_contain_text("Somebody changed this deal")
        cell.get_by_role("button", name="Save mine").click()
        expect(cell.locator(".cell-saved")).to_be_attached()
        assert str(deal.row.close_date) == "2027-05-05"


class TestTable:
    def test_shows_both_values_when_somebody_was_faster(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/opportunities/table/")
        cell = page.locator(f"#row-{deal.id} .c-close")
        cell.get_by_role("link").click()
        expect(cell.get_by_label("Close date")).to_be_visible()
        theirs = timezone.now().date() + timedelta(days=30)
        mine = timezone.now().date() + timedelta(days=60)
        amend(**deal.known(), changes={"close_date": theirs})
        cell.get_by_label("Close date").fill(mine.isoformat())
        cell.get_by_role("button", name="Save").click()
        expect(cell.get_by_role("alert")).to_contain_text("Somebody changed this deal")
        expect(cell.get_by_role("alert")).to_contain_text(mine.isoformat())
        assert deal.row.close_date == theirs
        cell.get_by_role("button", name="Save mine").click()
        expect(cell.locator(".cell-saved")).to_be_attached()
        assert deal.row.close_date == mine

    def test_rehearses_a_bulk_change_and_applies_what_is_allowed(
        self, open_page: Callable[..., Page], deal: Deal
    ) -> None:
        other = Deal(Cast({"arjun": hire("arjun")}), owner="arjun", account=new_account("Solvane Bank"))
        page = open_page("/opportunities/table/")
        page.get_by_label("Select all on this page").check()
        page.get_by_label("Field").select_option("close_date")
        page.get_by_label("New close date").fill("2027-06-30")
        page.get_by_role("button", name="Dry run").click()
        result = page.locator("#bulk-result")
        expect(result).to_contain_text("1 will change, 1 refused")
        expect(result.locator(".is-refusal")).to_contain_text("R14")
        assert not Opportunity.objects.filter(close_date="2027-06-30").exists()
        result.get_by_role("button", name="Apply to 1 deal").click()
        expect(result).to_contain_text("1 changed, 1 refused")
        assert list(Opportunity.objects.filter(close_date="2027-06-30").values_list("pk", flat=True)) == [deal.id]
        assert other.row.close_date != deal.row.close_date

    def test_fills_in_gates_and_scores(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/opportunities/table/")
        expect(page.locator(f"#row-{deal.id} .c-gate").get_by_role("img")).to_have_attribute(
            "aria-label", "Gate: 0 of 5 criteria met"
        )


class TestPalette:
    def test_finds_a_deal_and_opens_it(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/today/")
        page.keyboard.press("Control+k")
        page.keyboard.type("fjord")
        expect(page.get_by_role("option").first).to_contain_text("Fjordline Telecom")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/opportunities/{deal.id}/")

    def test_says_why_an_action_is_refused(self, open_page: Callable[..., Page], deal: Deal) -> None:
        hire("arjun")
        page = open_page(f"/opportunities/{deal.id}/", person="arjun")
        page.keyboard.press("Control+k")
        page.keyboard.type("mark as lost")
        option = page.get_by_role("option").first
        expect(option).to_have_attribute("aria-disabled", "true")
        expect(option).to_contain_text("not the owner")

    def test_goes_where_the_keys_say(self, open_page: Callable[..., Page], deal: Deal) -> None:
        page = open_page("/today/")
        page.keyboard.press("g")
        page.keyboard.press("p")
        page.wait_for_url("**/opportunities/")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/opportunities/{deal.id}/")
