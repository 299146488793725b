"""64 clients at once on one and on four opportunities: no breach, no deadlock, events equal commits (P4, P7)."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from opportunities.domain.kinds import FIT_QUESTIONS
from opportunities.services.write_plan import write_discovery
from tests.cast import Cast
from tests.guards.storm import Weather, rage
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 64
OPERATIONS = 200 if os.environ.get("SALESOPS_PROVE") == "long" else 10


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Committed people: every client is a connection of its own."""
    return Cast({})


def _deals(cast: Cast, number: int) -> list[Deal]:
    deals = [
        Deal(cast, owner="walt", account=new_account(f"Community {n}"), process="nb.community") for n in range(number)
    ]
    for deal in deals:
        deal.attest("1-X1", "our_observation")
        deal.advance()
        deal.log_call()
        deal.file("qualification_note")
        write_discovery(**deal.known(), answers={key: "Answered in the fit call" for key, _ in FIT_QUESTIONS})
    return deals


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _storm(cast: Cast, number: int, operations: int = OPERATIONS) -> tuple[Weather, int]:
    deals = _deals(cast, number)
    before = _one("SELECT count(*) FROM audit_auditentry WHERE subject_kind = 'opportunity'")
    weather = rage(deals, cast.walt, cast.tomas, clients=CLIENTS, operations=operations)
    after = _one("SELECT count(*) FROM audit_auditentry WHERE subject_kind = 'opportunity'")
    return weather, after - before


@pytest.mark.parametrize("number", [1, 4])
def test_no_breach_no_deadlock_and_events_equal_commits(cast: Cast, number: int) -> None:
    weather, entries = _storm(cast, number)

    print(f"{number} deals: {dict(weather.outcomes)}")
    assert weather.breaches == []
    assert weather.done() == entries
    assert weather.outcomes["advance", "done"] > number
    gaps = """SELECT count(*) FROM (SELECT subject_id, max(seq) - count(*) AS gap FROM {0}
      WHERE subject_kind = 'opportunity' GROUP BY subject_id) s WHERE gap <> 0"""
    assert _one(gaps.format("audit_auditentry")) == 0
    assert _one(gaps.format("outbox_event")) == 0
    broken = """SELECT count(*) FROM (SELECT e.from_stage, lag(e.to_stage) OVER w AS before, e.seq - lag(e.seq) OVER w AS step
      FROM opportunities_stageevent e WINDOW w AS (PARTITION BY opportunity_id ORDER BY seq)) s
      WHERE before IS NOT NULL AND (from_stage <> before OR step <> 1)"""
    assert _one(broken) == 0
    assert _one("SELECT count(*) FROM opportunities_opportunity o WHERE stage_seq <> (SELECT count(*) FROM "
                "opportunities_stageevent e WHERE e.opportunity_id = o.id)") == 0  # fmt: skip


def test_without_the_lock_the_storm_breaks_something(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Teeth: the same storm with every row lock of the services taken out."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)

    weather, entries = _storm(cast, 1, operations=10)

    assert weather.breaches or weather.done() != entries
