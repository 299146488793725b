"""The triage queue: what waits for our first word, by its clock in the reader's business hours (domain §11.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salesops.intake.queries.introductions import Queue, queue
from tests.cast import NOW, Cast, act_as
from tests.intake.introducing import accepted, introduced, new_partner

pytestmark = pytest.mark.django_db


def tab(name: str, days: int = 0) -> Queue:
    """Return one tab as Grace sees it some days on."""
    return queue(act_as("grace"), tab=name, words="", number=1, now=NOW + timedelta(days=days))


def test_a_clock_runs_until_our_first_word(cast: Cast) -> None:
    introduction = introduced(cast.actor("kim"), new_partner())
    assert [row.clock.words for row in tab("waiting").rows if row.clock] == ["2 bd left"]
    assert [row.clock.is_over for row in tab("waiting", days=7).rows if row.clock] == [True]
    accepted(introduction)
    assert tab("waiting").rows == []
    assert [row.clock for row in tab("running").rows] == [None]


def test_the_clocks_of_all_cost_one_statement(cast: Cast) -> None:
    cost, _ = [], tab("waiting")
    for number in range(2):
        introduced(cast.actor("kim"), new_partner(f"Partner {number}"))
        with CaptureQueriesContext(connection) as captured:
            tab("waiting")
        cost.append(len(captured))
    assert cost[0] == cost[1]
