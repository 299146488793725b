"""Reconciliation finds what planning missed, a slice at a time, and mends nothing where nothing is amiss (§6.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from salesops.core.actor import SYSTEM, RecordRef
from salesops.outbox import registry as outbox
from salesops.outbox.services.drain import drain
from salesops.outbox.services.emit import emit
from salesops.reminders import registry
from salesops.reminders.handlers import _hear
from salesops.reminders.models import Lap, Obligation, Reminder
from salesops.reminders.services import reconcile as module
from salesops.reminders.services.plan_duties import plan_duties
from salesops.reminders.services.reconcile import reconcile
from salesops.reminders.services.run_due import run_due
from tests.reminders.conftest import MONDAY, Book


def test_makes_what_is_missing_and_nothing_twice(book: Book) -> None:
    for record in range(1, 6):
        book.add(record)
    assert reconcile(now=MONDAY) == 5
    assert Obligation.objects.count() == 10
    assert reconcile(now=MONDAY + module.LAP_EVERY) == 0
    assert Lap.objects.get().drift == 0


def test_begins_a_lap_five_minutes_after_the_last(book: Book) -> None:
    reconcile(now=MONDAY)
    book.add()
    assert reconcile(now=MONDAY + timedelta(minutes=4)) == 0
    assert reconcile(now=MONDAY + timedelta(minutes=5)) == 1


def test_ends_what_no_event_told_of(book: Book) -> None:
    book.add()
    plan_duties("toy", 1, now=MONDAY)
    run_due(now=MONDAY)
    book.settle()
    assert reconcile(now=MONDAY) == 1
    assert Reminder.objects.get().stopped_at == MONDAY
    assert not Obligation.objects.filter(status="pending").exists()


def test_goes_on_where_it_ended(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 2)
    for record in range(1, 6):
        book.add(record)
    assert reconcile(now=MONDAY, slices=1) == 2
    assert reconcile(now=MONDAY, slices=1) == 2
    assert Lap.objects.get().finished_at is None
    assert reconcile(now=MONDAY, slices=1) == 1
    assert Lap.objects.get().drift == 5


def test_a_record_with_nothing_amiss_costs_no_statement_of_its_own(book: Book) -> None:
    def statements(records: int) -> int:
        for record in range(1, records + 1):
            book.matters[record].clear()
            book.add(record)
        later = MONDAY + records * module.LAP_EVERY
        reconcile(now=later)
        with connection.execute_wrapper(lambda run, *args: (counted.append(1), run(*args))[1]):
            counted.clear()
            reconcile(now=later + module.LAP_EVERY)
        return len(counted)

    counted: list[int] = []
    assert statements(3) == statements(30)


def test_an_event_stops_what_it_settles_at_once_and_plans_the_rest_after_it(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, empty in (("_in_transaction", dict), ("_after_commit", dict), ("_by_name", dict)):
        monkeypatch.setattr(outbox, name, outbox.defaultdict(list if name == "_in_transaction" else dict) if
                            name != "_by_name" else empty())  # fmt: skip
    registry.stirs("toy", ["toy.mended.v1"])
    _hear("toy", registry.stirring()["toy"])
    book.add()
    plan_duties("toy", 1, now=MONDAY)
    run_due(now=MONDAY)
    with transaction.atomic():
        book.settle()
        emit(type="toy.mended.v1", subject=RecordRef("toy", 1), actor=SYSTEM, now=MONDAY, data={})
        assert Reminder.objects.get().stopped_at == MONDAY
    assert Obligation.objects.filter(status="pending").exists()
    drain(now=MONDAY + timedelta(minutes=1))
    assert not Obligation.objects.filter(status="pending").exists()
