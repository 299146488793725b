"""The readable documentation of the REST interface, under the strict policy of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_docs_list_the_operations_and_break_no_policy(open_page: Callable[..., Page]) -> None:
    hosts: set[str] = set()
    page = open_page("/settings/profile/")
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto("/api/v1/docs/")
    expect(page.get_by_role("link", name="opportunities", exact=True).first).to_be_visible(timeout=20_000)
    assert len(hosts) == 1
