"""Elena asks for 24 %, which needs Tomas (8 hours), then Naomi (16), then Ingrid (16)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.approvals.asking import Asking
from tests.cast import Cast

# Ahead of every clock: what is claimed follows the later of the test's time and the database's.
MONDAY = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def asking(cast: Cast) -> Asking:
    return Asking(cast, now=MONDAY)
