"""A deal of Elena's, whose manager is Tomas: the regional VP, as she is in no team. Ingrid leads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.cast import Cast
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.story import Deal

# Ahead of every clock: what is claimed follows the later of the test's time and the database's.
MONDAY = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    cast.user("tomas")
    cast.user("ingrid")
    return Deal(cast, more={"region": "emea"}, now=MONDAY)


@pytest.fixture
def offering(deal: Deal) -> Offering:
    """A proposal whose first version is written."""
    found = Offering(deal)
    found.write()
    return found


@pytest.fixture
def proof(deal: Deal) -> Proof:
    """A proof that is planned, led by Ana."""
    return Proof(deal)
