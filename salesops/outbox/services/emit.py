"""Write an event in the transaction that made it true, and line it up for its handlers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from salesops.core.actor import Actor, RecordRef
from salesops.outbox.domain.delivery import EventFact
from salesops.outbox.models import Delivery, Event
from salesops.outbox.registry import handlers_in_transaction, names_after_commit
from salesops.outbox.services.nudge import nudge

CHANNEL = "outbox"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """One event to write: its type (`noun.past_tense.v1`), its record and its data, as JSON."""

    type: str
    subject: RecordRef
    data: dict[str, Any] = field(default_factory=dict)


def emit(
    *,
    type: str,  # noqa: A002  the event's own word
    subject: RecordRef,
    actor: Actor,
    now: datetime,
    data: dict[str, Any],
) -> None:
    """This function will write one event, run its in-transaction handlers and line up its deliveries.

    Raises: RuntimeError outside a transaction: a fact without the change that made it true is a lie.
    """
    emit_many(actor=actor, now=now, facts=[Fact(type, subject, data)])


def emit_many(*, actor: Actor, now: datetime, facts: Iterable[Fact]) -> None:
    """This function will do what `emit` does for many events with few statements, in the given order.

    Raises: RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("emit() must run inside the transaction of the change it tells about.")
    events = Event.objects.bulk_create([_event(actor, now, fact) for fact in facts], batch_size=BATCH)
    for event in events:
        if handlers := handlers_in_transaction(event.type):
            event.refresh_from_db(fields=["seq", "tx"])  # drawn by the trigger
            for handler in handlers:
                handler(as_fact(event))
    deliveries = [_delivery(event, name, now) for event in events for name in names_after_commit(event.type)]
    if deliveries:
        Delivery.objects.bulk_create(deliveries, batch_size=BATCH)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
        transaction.on_commit(nudge, robust=True)


def as_fact(event: Event) -> EventFact:
    """This function will return the stored event as handlers see it."""
    return EventFact(
        id=event.id,
        type=event.type,
        subject=RecordRef(event.subject_kind, event.subject_id),
        seq=event.seq,
        at=event.at,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        via=event.via,
        data=event.data,
    )


def _event(actor: Actor, now: datetime, fact: Fact) -> Event:
    return Event(
        type=fact.type,
        subject_kind=fact.subject.kind,
        subject_id=fact.subject.id,
        at=now,
        actor_id=actor.user_id,
        actor_name=actor.name,
        via=actor.via,
        data=fact.data,
    )


def _delivery(event: Event, name: str, now: datetime) -> Delivery:
    return Delivery(
        event=event, handler=name, subject_kind=event.subject_kind, subject_id=event.subject_id, next_at=now
    )
