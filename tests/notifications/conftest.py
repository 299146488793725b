"""Fixtures of what reaches people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from salesops.notifications import registry
from tests.cast import hire
from tests.notifications.telling import Post, mail_server


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    with mail_server() as running:
        yield running


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of the test's own."""
    monkeypatch.setattr(registry, "_checks", {})
    monkeypatch.setattr(registry, "_entries", {})


@pytest.fixture
def as_person(db: None) -> Callable[[str], Client]:
    """A browser in which one of the cast is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(hire(name), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in
