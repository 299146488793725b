"""Browsers of the people who ask and decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str], Client]:
    """Sign somebody in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name), backend="salesops.users.services.sign_in.ThrottledBackend")
        return client

    return sign_in
