"""Emitting: in the transaction of the change, numbered for each record, never changed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from salesops.core.actor import SYSTEM, RecordRef
from salesops.outbox import registry
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.models import Event, Heartbeat
from salesops.outbox.services.emit import Fact, emit, emit_many
from tests.cast import NOW
from tests.outbox.telling import TYPE, tell


@pytest.mark.django_db(transaction=True)
class TestEmit:
    def test_outside_a_transaction_is_an_error(self, handlers) -> None:
        with pytest.raises(RuntimeError):
            emit(type=TYPE, subject=RecordRef("test", 1), actor=SYSTEM, now=NOW, data={})

    def test_numbers_each_record_s_events_without_gaps(self, handlers) -> None:
        tell(1, times=2)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emit(type=TYPE, subject=RecordRef("test", 1), actor=SYSTEM, now=NOW, data={})
            raise ZeroDivisionError
        tell(1)
        tell(2)
        assert list(Event.objects.filter(subject_id=1).order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
        assert Event.objects.get(subject_id=2).seq == 1

    def test_takes_no_number_or_transaction_from_the_writer(self) -> None:
        with transaction.atomic():
            Event(type=TYPE, subject_kind="test", subject_id=1, seq=9, tx=9, at=NOW, actor_name="A", via="web").save()
        assert Event.objects.get().seq == 1
        assert Event.objects.get().tx != 9

    def test_runs_in_transaction_handlers_in_the_same_commit_or_not_at_all(self, handlers) -> None:
        @registry.in_transaction(TYPE)
        def follow(event: EventFact) -> None:
            Heartbeat.objects.create(process=f"event {event.seq}", beat_at=event.at)
            if event.data.get("fails"):
                raise ZeroDivisionError

        tell(1)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emit(type=TYPE, subject=RecordRef("test", 1), actor=SYSTEM, now=NOW, data={"fails": True})
        assert (Event.objects.count(), Heartbeat.objects.count()) == (1, 1)

    def test_events_can_be_neither_changed_nor_removed(self, handlers) -> None:
        tell(1)
        for statement in ("UPDATE outbox_event SET type = 'x'", "DELETE FROM outbox_event", "TRUNCATE outbox_event"):
            with pytest.raises(Exception, match=r"permission denied|append-only"), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_of_many_uses_few_statements(self, handlers, django_assert_max_num_queries) -> None:
        facts = [Fact(TYPE, RecordRef("test", number)) for number in range(300)]
        with django_assert_max_num_queries(4), transaction.atomic():
            emit_many(actor=SYSTEM, now=NOW, facts=facts)
        assert Event.objects.count() == 300

    def test_two_handlers_cannot_share_a_name(self, handlers) -> None:
        registry.after_commit(TYPE, name="one")(lambda event: None)
        with pytest.raises(ValueError, match="named one"):
            registry.after_commit(TYPE, name="one")(lambda event: None)
