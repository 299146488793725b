"""The guardrails in the browser: Kim drafts and tests, Ingrid publishes; every page of it is accessible and fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from approvals.models import BackTest, GuardrailSet
from approvals.services.run_back_test import run_back_test
from tests.approvals.asking import Asking
from tests.approvals.drafts import REASON
from tests.cast import Cast, hire

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_is_edited_tested_and_published_by_two_people(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    Asking(Cast({name: hire(name) for name in ("elena", "owen")}), discount=24)
    page = open_page("/settings/guardrails/", person="kim")
    page.get_by_role("button", name="New draft").click()
    page.get_by_label("Discount band 1, up to %").fill("12")
    page.get_by_role("group", name="Above 10 % to 20 %, ACV under 50,000").get_by_label("VF").check()
    page.get_by_label("Why the rules should change").fill(REASON)
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("row", name="Discount bands 10 % · 20 % · 30 % 12 % · 20 % · 30 %").wait_for()
    page.get_by_role("button", name="Back-test").click()
    page.get_by_text("You can leave; it goes on.").wait_for()
    run_back_test(now=timezone.now(), test_id=BackTest.objects.get().pk)
    page.get_by_text("1 deal, 1 by their offer").wait_for()
    assert axe(page) == []
    page = open_page("/settings/guardrails/2/", person="ingrid")
    page.get_by_role("link", name="Publish").click()
    page.locator("#sheet").get_by_role("button", name="Publish").click()
    page.get_by_text("published by Ingrid Solheim").wait_for()
    assert GuardrailSet.objects.get(number=2).published_by == hire("ingrid")


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_what_exceptions_earned_opens_its_records(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], size: str, theme: str
) -> None:
    asking = Asking(Cast({name: hire(name) for name in ("elena", "owen")}), discount=24)
    asking.submit()
    asking.approve_all()
    page = open_page("/settings/guardrails/economics/", person="ingrid", size=size, theme=theme)
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("row", name="Above 20 % to 30 %").get_by_role("link").first.click()
    page.get_by_role("heading", name="Requests: Above 20 % to 30 %").wait_for()
    assert page.get_by_text("24 % for Fjordline Telecom").count() == 1
