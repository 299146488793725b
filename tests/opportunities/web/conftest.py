"""A browser without a window: one of the cast, signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def as_person(cast: Cast) -> Callable[[str], Client]:
    """Sign one of the cast in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def elena(as_person: Callable[[str], Client]) -> Client:
    """Elena's browser."""
    return as_person("elena")
