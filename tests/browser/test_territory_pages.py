"""The pages of territories in both themes and sizes, and a plan on its way from a draft to the map."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from salesops.accounts.models import Account
from salesops.territories.models import TerritoryDispute, TerritoryPlan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.plan_person import plan_person
from salesops.territories.services.raise_dispute import raise_dispute
from salesops.territories.services.write_rule import NewRule, write_rule
from tests.cast import Cast, hire
from tests.story import new_account
from tests.territories.atlas import WHY, WORLD, draw

pytestmark = pytest.mark.django_db(transaction=True)
GAPPY = {name: what for name, what in WORLD.items() if name != "EMEA"}


@pytest.fixture
def account(transactional_db: None) -> Account:
    """An account in dispute on a map with gaps, and a draft with an overlap."""
    cast = Cast({name: hire(name) for name in ("kim", "elena", "tomas", "rosa")})
    made = draw(cast, GAPPY)
    now = timezone.now()
    plan = draft_plan(actor=cast.kim, now=now, effective_on=(now + timedelta(days=30)).date(), reason=WHY)
    known: dict[str, Any] = {"actor": cast.kim, "now": now, "number": plan.number, "version": None}
    write_rule(**known, new=NewRule(made["US West"].pk, "bay_area"))
    plan_person(**known, territory_id=made["DACH"].pk, duty="ae", person_id=cast.elena.user_id)
    account = new_account("Kestrel Pay", country="US", subdivision="US-CA", city="San Jose", employees=214)
    raise_dispute(actor=cast.elena, now=now, account_id=account.pk, claimed_by_id=made["DACH"].pk, reason=WHY)
    return account


def addresses(account: Account) -> list[str]:
    """Return every page of territories."""
    plan = TerritoryPlan.objects.get(state="draft")
    rule, dispute = plan.rules.latest("id"), TerritoryDispute.objects.get()
    numbered = [plan.number]
    return [
        reverse("territories:map") + "?q=Kestrel",
        reverse("territories:map") + "?only=problems&on=never",
        reverse("territories:plans"),
        reverse("territories:people"),
        reverse("territories:disputes"),
        reverse("territories:judge", args=[dispute.pk]),
        reverse("territories:new"),
        reverse("territories:assign", args=[rule.territory_id]),
        reverse("territories:draft"),
        reverse("territories:plan", args=numbered),
        reverse("territories:amend", args=numbered),
        reverse("territories:new_rule", args=numbered) + "?node=FR",
        reverse("territories:edit_rule", args=[plan.number, rule.pk]),
        reverse("territories:end_rule", args=[plan.number, rule.pk]),
        reverse("territories:plan_person", args=numbered),
        reverse("territories:unplan_person", args=[plan.number, plan.people.get().pk]),
        reverse("territories:acknowledge", args=[plan.number, "emea"]),
        reverse("territories:publish", args=numbered),
        reverse("territories:discard", args=numbered),
        *(reverse(f"territories:{name}", args=[account.pk]) for name in ("place", "name", "standalone", "dispute")),
        reverse("opportunities:holdovers"),
    ]


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_every_page_is_accessible_silent_and_fits(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], account: Account, size: str, theme: str
) -> None:
    page = open_page("/today/", person="kim", size=size, theme=theme)
    found: dict[str, object] = {}
    for where in addresses(account):
        answer = page.goto(where)
        assert answer is not None
        assert answer.status == 200, where
        if violations := axe(page):
            found[where] = violations
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{where} is wider than the window"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == {}


def test_a_draft_is_mended_accepted_and_published(open_page: Callable[..., Page], account: Account) -> None:
    plan = TerritoryPlan.objects.get(state="draft")
    kim = open_page(reverse("territories:plan", args=[plan.number]), person="kim")
    kim.get_by_role("link", name="Publish").click()
    kim.locator("#sheet").get_by_role("button", name="Publish").click()
    expect(kim.locator("#sheet")).to_contain_text("rules overlap")
    kim.keyboard.press("Escape")
    kim.locator(".fix").get_by_role("link", name="End rule").click()
    kim.locator("#sheet").get_by_role("button", name="End it").click()
    expect(kim.get_by_text("where rules overlap")).to_have_count(0)
    tomas = open_page(reverse("territories:plan", args=[plan.number]), person="tomas")
    tomas.get_by_role("link", name="Acknowledge").click()
    tomas.locator("#sheet").get_by_label("Why they may stay for now").fill(WHY)
    tomas.locator("#sheet").get_by_role("button", name="Acknowledge").click()
    expect(tomas.get_by_text("acknowledged by Tomas Keller")).to_be_visible()
    kim.reload()
    kim.get_by_role("link", name="Publish").click()
    kim.locator("#sheet").get_by_role("button", name="Publish").click()
    expect(kim.locator(".page-title ~ .badge", has_text="Published")).to_be_visible()
