"""A signed-in person at a phone or a desktop, in light or dark, whose console must stay silent."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.cast import hire
from tests.servers import ROOT

# Playwright's loop makes Django believe the test itself is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1440, "height": 900}}
THEMES = ("light", "dark")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# A refusal is an answer, not a fault: the browser calls every 4xx an error.
# ERR_FAILED is what a test itself causes that stops requests, to see the page without script.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_FAILED",
)
# The machine may be busy with other workers; how long an answer takes is never what is tested here.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a worker."""
    path, environ = find_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=ARGUMENTS, env={**os.environ, **environ}, headless=True
        )
        yield running
        running.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of during the test: errors, exceptions, refused resources, answers of 500."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a page as one of the cast: `open_page("/opportunities/", person="elena", size="phone", theme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_one(path: str = "/", person: str | None = "elena", size: str = "desktop", theme: str = "light") -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce",
            locale="en-GB", timezone_id="Europe/Berlin", has_touch=size == "phone",
        )  # fmt: skip
        contexts.append(context)
        if person is not None:
            sign_in(context, person, live_server.url)
        page = context.new_page()
        page.on("console", lambda message: note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
        page.on("response", lambda answer: answer.status >= 500 and complaints.append(f"{answer.status} {answer.url}"))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(context: BrowserContext, person: str, url: str) -> None:
    """Give the browser the session of one of the cast; the sign-in page has tests of its own."""
    client = Client()
    client.force_login(hire(person), backend=settings.AUTHENTICATION_BACKENDS[0])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def note(complaints: list[str], message: Any) -> None:
    """Keep what is a fault. A violated content policy is an error on the console too."""
    if message.type == "error" and not message.text.startswith(EXPECTED):
        complaints.append(message.text)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Return what axe finds on a page: rule, then the first element."""
    script = AXE.read_text()

    def run(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        return [f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}" for v in found]

    return run
