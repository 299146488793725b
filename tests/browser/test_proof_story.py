"""A proof of concept in a real browser: planned, signed on a phone, held, measured, read out, and what the gate says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from qualification.domain.poc import BY_KEY
from qualification.models import Poc, PocSession
from qualification.services.close_session import HeldSession, hold_session
from qualification.services.schedule_session import schedule_session
from tests.cast import Cast, hire
from tests.qualification.proof import Proof, enter_edge
from tests.story import LINK, NOTE, Deal, new_contact

pytestmark = pytest.mark.django_db(transaction=True)
RULE = "If all musts pass, Fjordline takes the offer to its board"


@pytest.fixture
def deal(transactional_db: None) -> Deal:
    """A deal of the edge process in its third stage, two days ago, with a champion and one more person."""
    cast = Cast({name: hire(name) for name in ("elena", "ana")})
    made = Deal(cast, process="nb.edge", now=timezone.now() - timedelta(days=2))
    new_contact(made.account, "Nils Berg")
    enter_edge(made)
    return made


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_session_is_cancelled_from_its_menu(open_page: Callable[..., Page], deal: Deal, size: str) -> None:
    deal.now = timezone.now()
    session = Proof(deal).schedule("getting_started")
    page = open_page(f"/opportunities/{deal.id}/poc/", size=size)
    page.locator("summary[aria-label='Change session: Getting started']").click()
    page.locator(".poc-path .menu").get_by_role("link", name="Cancel").click()
    page.locator("#sheet").get_by_label("Why").fill("They are ill")
    page.locator("#sheet").get_by_role("button", name="Cancel the session").click()
    expect(page.locator(".poc-path > li").first).to_contain_text("cancelled")
    file = page.get_by_role("link", name="Calendar file that cancels: Getting started")
    expect(file).to_have_attribute("href", f"/opportunities/{deal.id}/poc/sessions/{session.pk}/calendar/")


class TestProof:
    def test_from_the_plan_to_the_gate_of_stage_4(self, open_page: Callable[..., Page], deal: Deal) -> None:
        elena, ana = open_page(f"/opportunities/{deal.id}/"), open_page("/today/", person="ana")
        elena.locator(".crit-unmet").get_by_role("link", name="Plan the POC").first.click()
        elena.locator("#sheet").get_by_label("Led by").select_option(label="Ana Ferreira")
        elena.get_by_role("button", name="Plan the POC").click()
        elena.wait_for_url(f"**/opportunities/{deal.id}/poc/")
        self.write_plan(elena)
        self.sign_on_a_phone(elena, open_page)
        expect(elena.locator(".rail")).to_contain_text("Signed")
        elena.goto(f"/opportunities/{deal.id}/")
        elena.get_by_role("link", name="Move to 4-Validate").click()
        elena.locator("#sheet").get_by_role("button", name="Move to 4-Validate").click()
        expect(elena.locator("#toasts")).to_contain_text("moved to 4-Validate")
        self.hold_sessions(ana, deal)
        self.measure(ana, elena, deal)
        self.read_out(elena, deal)
        elena.goto(f"/opportunities/{deal.id}/")
        expect(elena.locator("#criterion-4-X1")).to_contain_text("The POC's outcome is exceeded")
        expect(elena.locator(".crit-unmet")).to_have_count(2)
        elena.locator("#criterion-4-X2").get_by_role("link").first.click()
        elena.locator("#sheet").get_by_label("Evidence").fill(NOTE)
        elena.locator("#sheet").get_by_role("button", name="Record").click()
        expect(elena.locator(".crit-unmet")).to_have_count(1)
        expect(elena.locator(".crit-unmet")).to_have_id("criterion-4-X3")

    def write_plan(self, page: Page) -> None:
        """Write the success plan."""
        page.get_by_role("link", name="Write the plan").first.click()
        days = {"Start": 0, "End": 20, "Readout": 21}
        for label, ahead in days.items():
            page.get_by_label(label, exact=True).fill((timezone.now().date() + timedelta(days=ahead)).isoformat())
        for label in ("Objective", "In scope", "Next commercial step"):
            page.get_by_label(label, exact=True).fill(f"{label} of the proof")
        page.get_by_label("Decision rule").fill(RULE)
        for name, value in (("Criterion", "Nightly job"), ("Metric", "Wall clock"), ("Unit", "min"), ("Target", "60")):
            page.get_by_label(f"{name}, criterion 1", exact=True).fill(value)
        page.get_by_label("Direction, criterion 1").select_option("<=")
        page.get_by_label("Person 1", exact=True).select_option(label="Kari Aasen")
        page.get_by_role("button", name="Save as a new version").click()
        expect(page.locator(".notice-warn")).to_contain_text("has not signed version 1")

    def sign_on_a_phone(self, page: Page, open_page: Callable[..., Page]) -> None:
        """Make the link, open it as the champion on a phone, look twice, sign once."""
        page.get_by_role("link", name="Send the link").click()
        page.get_by_role("button", name="Make the link").click()
        address = page.get_by_label("Address").input_value()
        phone = open_page(address, person=None, size="phone")
        phone.reload()
        expect(phone.locator("article")).to_contain_text(RULE)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        phone.get_by_role("button", name="Sign the plan").click()
        expect(phone.get_by_role("alert")).to_contain_text("Write your name.")
        phone.get_by_label("Your name").fill("Kari Aasen")
        phone.get_by_role("button", name="Sign the plan").click()
        expect(phone.get_by_role("status")).to_contain_text("Signed by Kari Aasen.")
        phone.goto(address)
        expect(phone.get_by_role("heading")).to_have_text("This link does not work any more.")
        page.get_by_role("link", name="I have copied it").click()

    def hold_sessions(self, page: Page, deal: Deal) -> None:
        """Hold the first through the pages, the others as they were two days ago."""
        poc = Poc.objects.get(opportunity=deal.id)
        ana = deal.cast.actor("ana")
        for kind in ("getting_started", "discovery", "hands_on", "validation"):
            given = {"actor": ana, "poc_id": poc.pk, "now": deal.now}
            session = schedule_session(**given, kind=kind, starts_at=deal.now + timedelta(hours=1))
            if kind == "validation":
                continue
            held = HeldSession(outputs=list(BY_KEY[kind].outputs), note=NOTE, contact_ids=[deal.contact.pk])
            hold_session(**given | {"now": deal.now + timedelta(hours=2)}, session_id=session.pk, held=held)
            deal.now += timedelta(hours=3)
        page.goto(f"/opportunities/{deal.id}/poc/")
        page.get_by_role("link", name="Close session: Validation").click()
        sheet = page.locator("#sheet")
        for words in ("Results document", "Cost analysis", "Criteria scored", "Questions closed", "Kari Aasen"):
            sheet.get_by_label(words).check()
        sheet.get_by_label("Notes").fill(NOTE)
        sheet.get_by_role("button", name="Close the session").click()
        expect(page.locator(".poc-path .is-held")).to_have_count(4)
        assert PocSession.objects.get(kind="validation").minutes == {"results": 40, "business_case": 15, "decision": 5}

    def measure(self, page: Page, elena: Page, deal: Deal) -> None:
        """The owner finds no field; validation measures and closes."""
        elena.goto(f"/opportunities/{deal.id}/poc/")
        expect(elena.locator("#page")).to_contain_text("sales cannot write a technical result")
        expect(elena.get_by_role("link", name="Measure: Nightly job")).to_have_count(0)
        page.get_by_role("link", name="Measure: Nightly job").click()
        page.locator("#sheet").get_by_label("Measured", exact=True).fill("45")
        page.locator("#sheet").get_by_role("button", name="Record the value").click()
        expect(page.locator(".poc-outcome [aria-current]")).to_contain_text("Exceeded")
        page.get_by_role("link", name="Close measurement").click()
        page.locator("#sheet").get_by_role("button", name="Close measurement").click()
        expect(page.locator(".notice-good")).to_contain_text("Measured: exceeded.")

    def read_out(self, page: Page, deal: Deal) -> None:
        """File the results, log the readout, conclude."""
        page.goto(f"/opportunities/{deal.id}/documents/file/")
        page.get_by_label("Kind", exact=True).select_option("results")
        page.get_by_label("Title", exact=True).fill("Results")
        page.locator("#id_link").fill(LINK)
        page.get_by_role("button", name="File", exact=True).click()
        expect(page.locator("#toasts")).to_contain_text("filed")
        page.goto(f"/opportunities/{deal.id}/activities/log/")
        page.get_by_label("Kind", exact=True).select_option("meeting")
        page.get_by_label("Subject").fill("Readout")
        page.locator("#id_note").fill(NOTE)
        for name in ("Kari Aasen", "Nils Berg"):
            page.get_by_label(name).check()
        page.get_by_role("button", name="Log", exact=True).click()
        expect(page.locator("#toasts")).to_contain_text("Logged.")
        page.goto(f"/opportunities/{deal.id}/poc/")
        page.get_by_role("link", name="Readout").click()
        page.locator("#sheet").get_by_label("Agreed next step").fill("Offer to the board")
        page.locator("#sheet").get_by_role("button", name="Conclude the POC").click()
        expect(page.locator(".notice-good")).to_contain_text("Concluded: exceeded. The customer accepts.")
