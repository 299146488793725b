"""The frame of every page, before anybody signs in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import find_chromium
from tests.browser.conftest import SIZES, THEMES


@pytest.mark.django_db(transaction=True)
class TestSignInPage:
    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_is_accessible_and_silent(
        self, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], size: str, theme: str
    ) -> None:
        page = open_page("/auth/login/", person=None, size=size, theme=theme)
        expect(page.locator("form input[type=password]")).to_be_visible()
        assert axe(page) == []

    def test_sends_strangers_here(self, open_page: Callable[..., Page]) -> None:
        page = open_page("/", person=None)
        assert "/auth/login/" in page.url


@pytest.mark.django_db(transaction=True)
def test_a_violated_content_policy_is_noticed(open_page: Callable[..., Page], complaints: list[str]) -> None:
    page = open_page("/auth/login/", person=None)
    page.evaluate("() => { const s = document.createElement('style'); s.textContent = '*{}'; document.head.append(s) }")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in each for each in complaints)
    complaints.clear()


def test_a_browser_is_found() -> None:
    path, _ = find_chromium()
    assert path
