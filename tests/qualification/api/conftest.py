"""The same browser without a window as for the deals; a proposal on Ana's desk, and the programs that work on it."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.opportunities.web.conftest import as_person, elena
from tests.qualification.offering import Offering
from tests.qualification.programs import READS, SEES_MONEY, SELLS, VALIDATES, Program
from tests.story import Deal

__all__ = ["as_person", "elena"]


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's; Ana, Mei and Ingrid work here."""
    for name in ("ana", "mei", "ingrid", "naomi", "lucia"):
        cast.user(name)
    return Deal(cast)


@pytest.fixture
def seller(deal: Deal) -> Program:
    """Elena's program."""
    return Program("elena", READS, SEES_MONEY, SELLS)


@pytest.fixture
def validator(deal: Deal) -> Program:
    """Ana's program."""
    return Program("ana", READS, SEES_MONEY, SELLS, VALIDATES)


@pytest.fixture
def offering(deal: Deal) -> Offering:
    """A proposal with a tool nobody confirmed, on Ana's desk."""
    offering = Offering(deal)
    offering.write(tools=("Reader R2",), assumptions=("Same kernel",))
    offering.request()
    return offering
