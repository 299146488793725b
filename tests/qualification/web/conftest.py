"""The same browser without a window as for the deals, and a proof of concept whose plan is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from tests.opportunities.web.conftest import as_person, elena
from tests.qualification.proof import Proof
from tests.story import Deal

__all__ = ["as_person", "elena"]


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A POC whose success plan is written and not signed."""
    made = Proof(Deal(cast))
    made.write()
    return made


@pytest.fixture
def browser_of(as_person: Callable[[str], Client]) -> Callable[[str], Client]:
    """Return a browser where a person of the cast is signed in."""
    return as_person
