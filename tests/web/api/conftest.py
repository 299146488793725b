"""Fixtures of the REST tests: programs with keys, and a real server to be hammered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from salesops.users.domain.scopes import SCOPES
from tests.cast import key_for
from tests.live import serving


@pytest.fixture
def program() -> Callable[..., Client]:
    """Make a client that signs its requests with a key of one of the cast; without scopes it holds all."""

    def make(first_name: str, *scopes: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {key_for(first_name, *(scopes or SCOPES))}"})

    return make


@pytest.fixture
def live_api(transactional_db: None) -> Iterator[int]:
    """A gunicorn of two workers on this test's database; the value is its port."""
    with serving(API_REQUESTS_PER_MINUTE="10000000") as port:
        yield port
