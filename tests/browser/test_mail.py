"""A mail as programs show it: readable in both themes and both sizes, its links lead home, nothing is loaded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from salesops.notifications.models import Message
from salesops.notifications.services.build_digests import build_digests
from salesops.notifications.services.send import open_notices
from salesops.notifications.services.write_mail import written
from tests.browser.conftest import SIZES, THEMES
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def digest(transactional_db: None) -> str:
    """The HTML of a digest with something long, something urgent and something with marks in it."""
    tell("long", urgent=False, title=LONG, body=f"{LONG}\n\n{LONG}")
    tell("marks", urgent=False, title="<b>Fjord</b> & sons", body="")
    build_digests(now=datetime(2026, 3, 2, 9, tzinfo=UTC))
    message = Message.objects.get(notification=None)
    notices = open_notices(message)
    notices[0].is_urgent = True
    return str(written(message, notices).alternatives[0][0])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
def test_a_mail_reads_well(
    browser: Browser, axe: Callable[[Page], list[str]], digest: str, theme: Any, size: str
) -> None:
    page = browser.new_page(viewport=SIZES[size], color_scheme=theme)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(digest)
    assert axe(page) == []
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    links = page.eval_on_selector_all("a", "all => all.map(each => each.href)")
    assert len(links) == 4
    assert all(link.startswith(settings.SITE_URL) for link in links)
    shade = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    page.close()
    assert (shade < 60) == (theme == "dark")
