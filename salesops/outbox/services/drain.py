"""Bring pending deliveries to their handlers: leased, fenced, in order per record (reliability §6.2)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import InterfaceError, connection, transaction
from django.db.models.functions import Now

from salesops.core.deadline import deadline
from salesops.outbox.domain.delivery import LEASE, MOST_ATTEMPTS, MOST_TIME, wait_before
from salesops.outbox.models import Delivery, DeliveryStatus, Event
from salesops.outbox.registry import handler_named, known_names
from salesops.outbox.services.emit import as_fact

_log = structlog.get_logger(__name__)

CLAIM = """
    UPDATE outbox_delivery d
    SET lease_until = clock_timestamp() + make_interval(secs => %s),
        lease_token = coalesce(d.lease_token, 0) + 1, attempts = d.attempts + 1
    FROM (SELECT id FROM outbox_delivery c
          WHERE status = 'pending' AND next_at <= greatest(clock_timestamp(), %s) AND handler = ANY(%s)
            AND (lease_until IS NULL OR lease_until < clock_timestamp())
            AND NOT EXISTS (SELECT 1 FROM outbox_delivery earlier
                            WHERE earlier.handler = c.handler AND earlier.subject_kind = c.subject_kind
                              AND earlier.subject_id = c.subject_id AND earlier.status = 'pending'
                              AND earlier.event_id < c.event_id)
          ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED) due
    WHERE d.id = due.id
    RETURNING d.id, d.event_id, d.handler, d.lease_token, d.attempts
"""


class Fenced(Exception):
    """Another process took the delivery over while this one was working: everything is rolled back."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One leased delivery."""

    id: int
    event_id: int
    handler: str
    token: int
    attempts: int


def drain(*, now: datetime, limit: int = 20) -> int:
    """This function will claim up to `limit` due deliveries, run their handlers and return how many succeeded.

    Each handler's database work commits together with the mark that it is done, or not at all: a kill at any
    point loses nothing and doubles nothing. Deliveries of handlers this code does not know stay pending.
    """
    done = 0
    for claimed in _claim(now, limit):
        try:
            _deliver(claimed)
        except Fenced:
            _log.warning("outbox_fenced", delivery=claimed.id, handler=claimed.handler)
        except Exception as error:  # one bad delivery never stops the rest (P12)
            _put_back(claimed, error, now)
        else:
            done += 1
    return done


def _claim(now: datetime, limit: int) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [LEASE.total_seconds(), now, known_names(), limit])
        return [Claimed(*row) for row in cursor.fetchall()]


def _deliver(claimed: Claimed) -> None:
    handler = handler_named(claimed.handler)
    if handler is None:
        raise LookupError(claimed.handler)
    with deadline(MOST_TIME), transaction.atomic():
        handler(as_fact(Event.objects.get(pk=claimed.event_id)))
        marked = Delivery.objects.filter(
            pk=claimed.id, lease_token=claimed.token, status=DeliveryStatus.PENDING
        ).update(status=DeliveryStatus.DONE, done_at=Now(), lease_until=None, error="")
        if marked != 1:
            raise Fenced


def _put_back(claimed: Claimed, error: Exception, now: datetime) -> None:
    dead = claimed.attempts >= MOST_ATTEMPTS
    _log.error(
        "outbox_delivery_failed", delivery=claimed.id, handler=claimed.handler, dead=dead, error=type(error).__name__
    )
    if isinstance(error, InterfaceError):
        raise error  # the connection itself is gone; the lease ends by itself
    Delivery.objects.filter(pk=claimed.id, lease_token=claimed.token, status=DeliveryStatus.PENDING).update(
        status=DeliveryStatus.DEAD if dead else DeliveryStatus.PENDING,
        next_at=now + wait_before(claimed.attempts, luck=random.random()),  # noqa: S311  spreads retries
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:300],
    )
