"""A deal of Elena's, whose manager is Tomas: the regional VP, as she is in no team."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cast import Cast
from tests.story import Deal

# Ahead of every clock: the database asks how old an assessment is, and it asks its own.
MONDAY = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    cast.user("tomas")
    return Deal(cast, now=MONDAY)
