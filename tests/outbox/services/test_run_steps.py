"""What other rooms have the sweeper do: every round or once a period, and none stops the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from salesops.outbox import registry
from salesops.outbox.models import StepRun
from salesops.outbox.registry import sweep_step
from salesops.outbox.services.run_steps import run_steps

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_these_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_steps", {})
    yield


def test_runs_a_step_every_round_until_nothing_more_waits() -> None:
    waiting = [True, True, False]
    sweep_step("tests.count")(lambda now: waiting.pop(0))
    rounds = [run_steps(now=NOW) for _ in range(3)]
    assert rounds == [True, True, False]


def test_runs_a_periodic_step_once_a_period_whoever_asks() -> None:
    ran: list[datetime] = []
    sweep_step("tests.hourly", every=3600)(lambda now: bool(ran.append(now)))
    for minutes in (0, 1, 59, 60, 61):
        run_steps(now=NOW + timedelta(minutes=minutes))
    assert ran == [NOW, NOW + timedelta(hours=1)]


def test_a_failing_step_is_noted_and_the_next_one_runs() -> None:
    ran: list[str] = []

    @sweep_step("tests.bad")
    def fail(now: datetime) -> bool:
        raise RuntimeError("no such thing")

    @sweep_step("tests.worse")
    def fail_in_the_database(now: datetime) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return True

    sweep_step("tests.good")(lambda now: bool(ran.append("good")))
    run_steps(now=NOW)
    assert ran == ["good"]
    assert StepRun.objects.get(pk="tests.bad").error == "RuntimeError: no such thing"
    assert "DataError" in StepRun.objects.get(pk="tests.worse").error
    assert StepRun.objects.get(pk="tests.good").failed_at is None


def test_refuses_two_steps_of_one_name() -> None:
    sweep_step("tests.one")(lambda now: False)
    with pytest.raises(ValueError, match="Two sweep steps are named"):
        sweep_step("tests.one")(lambda now: True)
