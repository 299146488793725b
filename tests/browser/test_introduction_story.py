"""A partner introduces a buyer from a phone, we decide at a desk, and every page of it is accessible and fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from opportunities.models import Opportunity
from salesops.accounts.services.create_account import create_account
from salesops.intake.models import Introduction, Lead
from salesops.intake.services.accept_introduction import Acceptance, accept_introduction
from salesops.intake.services.amend_lead import amend_lead
from salesops.intake.services.invite_referrer import invite_referrer
from tests.cast import PASSWORD, Cast, act_as
from tests.intake.introducing import answers, introduced, new_partner, person_of
from tests.territories.atlas import draw

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])
Open = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def sign_in(page: Page, email: str) -> None:
    """Come in by the portal's own door."""
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="My introductions")).to_be_visible()


def fill(page: Page) -> None:
    """Answer the ten questions as a person does."""
    given = answers(timezone.now())
    for name in ("website", "company", "city", "buyer", "email", "timeline", "problem"):
        page.fill(f"[name={name}]", given[name])
    page.select_option("[name=country]", given["country"])
    page.get_by_text("Yes", exact=True).click()
    page.get_by_text("No", exact=True).click()


def check(page: Page, axe: Axe) -> None:
    """Hold a page to its promises."""
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


@pytest.mark.parametrize(("size", "theme"), [("phone", "light"), ("desktop", "dark")])
def test_from_the_form_to_the_verdict(open_page: Open, axe: Axe, size: str, theme: str) -> None:
    grace = act_as("grace")
    person = person_of(new_partner(now=timezone.now()), now=timezone.now())
    page = open_page("/partners/", person=None, size=size, theme=theme)
    check(page, axe)
    sign_in(page, person.user.email)
    check(page, axe)
    page.get_by_role("link", name="Introduce a buyer").click()
    expect(page.get_by_text("0 of 10")).to_be_visible()
    fill(page)
    expect(page.get_by_text("10 of 10")).to_be_visible()
    expect(page.get_by_text("Draft saved at")).to_be_visible()
    check(page, axe)
    page.reload()
    expect(page.locator("[name=company]")).to_have_value("Lakeside Parking Inc.")
    page.get_by_role("button", name="Send introduction").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    expect(page.get_by_text("First check passed")).to_be_visible()
    check(page, axe)
    sent = Introduction.objects.get()
    desk = open_page(f"/introductions/{sent.receipt}/", person="grace", size=size, theme=theme)
    expect(desk.get_by_text("Nothing known stands against it.")).to_be_visible()
    check(desk, axe)
    desk.locator("a:visible", has_text="Accept").first.click()
    desk.select_option("[name=host_id]", str(grace.user_id))
    check(desk, axe)
    desk.get_by_role("button", name="Accept", exact=True).click()
    expect(desk.get_by_text("until", exact=False).first).to_be_visible()
    for end in ("extend", "rival", "invite", "share"):
        desk.goto(f"/introductions/{sent.receipt}/{end}/")
        check(desk, axe)
    page.goto("/partners/kit/")
    check(page, axe)
    page.goto("/partners/")
    expect(page.get_by_text("Make the introduction to Grace Lindqvist")).to_be_visible()
    page.locator(".ptn-row").first.click()
    check(page, axe)
    page.get_by_role("button", name="I made the introduction").click()
    expect(page.get_by_role("heading", name="In conversation")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_at_our_desk_fits(open_page: Open, axe: Axe, size: str, theme: str) -> None:
    now = timezone.now()
    act_as("grace")
    create_account(
        actor=act_as("kim"), now=now, name="Lakeside Parking", domain="lakesideparking.example", country="US"
    )
    partner = new_partner(now=now, nda_to=(now + timedelta(days=9)).date())
    sent = introduced(act_as("kim"), partner, now=now, promised="yes", promised_what="I said eight weeks would do.")
    secret = invite_referrer(actor=act_as("theo"), now=now, partner_id=partner.pk, name="Rita Lang").secret
    page = open_page("/introductions/", person="kim", size=size, theme=theme)
    paths = ["/introductions/", "/introductions/?tab=ended", "/introductions/partners/", "/introductions/partners/new/"]
    paths += [
        f"/introductions/{sent.receipt}/{end}" for end in ("", "accept/", "decline/", "ask/", "reviewer/", "share/")
    ]
    ends = ("", "edit/", "people/new/", "referrers/new/")
    paths += [f"/introductions/partners/{partner.pk}/{end}" for end in ends]
    for path in [*paths, f"/refer/{secret}/", "/refer/unknown/"]:
        page.goto(path)
        check(page, axe)
    page.goto(f"/introductions/{sent.receipt}/")
    expect(page.get_by_text("Same company or buyer")).to_be_visible()


def test_an_invited_referrer_proves_to_be_no_program(open_page: Open) -> None:
    now = timezone.now()
    act_as("grace")
    made = invite_referrer(actor=act_as("theo"), now=now, partner_id=new_partner(now=now).pk, name="Rita Lang")
    page = open_page(f"/refer/{made.secret}/", person=None, size="phone")
    fill(page)
    page.get_by_role("button", name="Send introduction").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    assert Introduction.objects.get().channel == "referrer"


def test_an_introduction_becomes_the_deal_of_whose_territory_it_is(open_page: Open, cast: Cast) -> None:
    now = timezone.now()
    draw(cast, now=now)
    partner = new_partner(now=now)
    person = person_of(partner, now=now)
    page = open_page("/partners/", person=None, size="phone")
    sign_in(page, person.user.email)
    page.get_by_role("link", name="Introduce a buyer").click()
    fill(page)
    page.get_by_role("button", name="Send introduction").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()

    receipt = Introduction.objects.get().receipt
    accept_introduction(actor=cast.tomas, now=timezone.now(), receipt=receipt, how=Acceptance())
    lead = Lead.objects.get()
    assert (lead.source, lead.owner_id) == ("partner_introduction", cast.elena.user_id)
    assert "United States" in lead.owner_reason
    page.reload()
    page.get_by_role("button", name="I made the introduction").click()
    expect(page.get_by_role("heading", name="In conversation")).to_be_visible()

    desk = open_page(f"/leads/{lead.pk}/", person="elena")
    known = {"employees": 400, "use_case": "Terminal certification"}
    amend_lead(actor=cast.elena, now=timezone.now(), lead_id=lead.pk, version=lead.version, values=known)
    desk.goto(f"/leads/{lead.pk}/convert/")
    desk.select_option("[name=process]", "nb.standard")
    desk.get_by_role("button", name="Open the deal").click()
    expect(desk).to_have_url(re.compile(r"/opportunities/\d+/$"))

    deal = Opportunity.objects.get()
    assert (deal.lead_id, deal.source, deal.owner_id) == (lead.pk, "partner_introduction", cast.elena.user_id)
    assert deal.layer_holders.get(layer=1).partner == partner
    assert Introduction.objects.get().state == "converted"
    page.reload()
    expect(page.get_by_role("heading", name="In conversation")).to_be_visible()
    text = page.inner_text("body")
    assert all(word not in text for word in ("Terminal certification", "nb.standard", "Qualif"))
