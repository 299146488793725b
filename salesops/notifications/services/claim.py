"""Take messages to send: leased to one sender, and no more mails a minute than a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from salesops.notifications.domain.delivery import GATHERED, LEASE, MAILS_A_MINUTE, MINUTE

# One claim at a time, so that the count of a person's minute is exact; it takes a millisecond and sends nothing.
ONE_AT_A_TIME = 5_270_001
TAKE_TURN = "SELECT pg_advisory_xact_lock(%s)"

# `place` is the message's place among the person's mails of the last minute.
DUE = """
    WITH due AS (
        SELECT id, recipient_id, notification_id, channel, next_at FROM notifications_message
        WHERE status = 'pending' AND channel = %s AND next_at <= greatest(clock_timestamp(), %s)
          AND (lease_until IS NULL OR lease_until < clock_timestamp())
        ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
    SELECT id, recipient_id, notification_id IS NULL,
           channel = 'mail' AND row_number() OVER (PARTITION BY recipient_id ORDER BY next_at, id) +
               (SELECT count(*) FROM notifications_message sent
                WHERE sent.recipient_id = due.recipient_id AND sent.channel = 'mail'
                  AND sent.claimed_at > clock_timestamp() - make_interval(secs => %s)) > %s AS is_too_many
    FROM due ORDER BY next_at, id
"""
LEASE_THEM = """
    UPDATE notifications_message
    SET lease_until = clock_timestamp() + make_interval(secs => %s), lease_token = coalesce(lease_token, 0) + 1,
        attempts = attempts + 1, claimed_at = clock_timestamp()
    WHERE id = ANY(%s) RETURNING id, lease_token, attempts
"""
RENEW = """
    UPDATE notifications_message SET lease_until = clock_timestamp() + make_interval(secs => %s)
    WHERE id = %s AND lease_token = %s AND status = 'pending'
"""
LATER = """
    UPDATE notifications_message SET next_at = clock_timestamp() + make_interval(secs => %s) WHERE id = ANY(%s)
"""
# The person's digest that waits already, or a new one, named after the first mail it takes the place of.
DIGEST = """
    WITH known AS (
        SELECT id FROM notifications_message
        WHERE recipient_id = %(person)s AND channel = 'mail' AND notification_id IS NULL AND status = 'pending'
          AND attempts = 0 ORDER BY id LIMIT 1),
    made AS (
        INSERT INTO notifications_message (dedupe, channel, recipient_id, status, attempts, created_at, next_at, error)
        SELECT 'digest:after:' || %(first)s, 'mail', %(person)s, 'pending', 0, %(now)s,
               clock_timestamp() + make_interval(secs => %(secs)s), ''
        WHERE NOT EXISTS (SELECT 1 FROM known) RETURNING id)
    UPDATE notifications_message
    SET status = %(state)s, digest_id = (SELECT id FROM known UNION ALL SELECT id FROM made)
    WHERE id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One leased message."""

    id: int
    token: int
    attempts: int


def renew(claimed: Claimed) -> bool:
    """This function will begin the lease anew; False where another sender took the message over meanwhile.

    The messages of one claim are sent one after the other: what stood before may have used the lease up.
    """
    with connection.cursor() as cursor:
        cursor.execute(RENEW, [LEASE.total_seconds(), claimed.id, claimed.token])
        return bool(cursor.rowcount == 1)


def claim(*, channel: str, now: datetime, limit: int) -> list[Claimed]:
    """This function will lease up to `limit` due messages of a channel to the caller, for 30 seconds.

    The eleventh mail of a person's minute goes into a digest that is sent when the minute is over; a digest that
    would be the eleventh waits that long.
    """
    secs = MINUTE.total_seconds()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, [ONE_AT_A_TIME])
        cursor.execute(DUE, [channel, now, limit, secs, MAILS_A_MINUTE])
        due = cursor.fetchall()
        beyond: dict[int, list[int]] = {}
        for message, person, is_digest, is_too_many in due:
            if is_too_many and not is_digest:
                beyond.setdefault(person, []).append(message)
        for person, ids in beyond.items():
            values: dict[str, Any] = {
                "person": person,
                "first": ids[0],
                "ids": ids,
                "now": now,
                "secs": secs,
                "state": GATHERED,
            }
            cursor.execute(DIGEST, values)
        cursor.execute(LATER, [secs, [message for message, _, is_digest, late in due if late and is_digest]])
        cursor.execute(LEASE_THEM, [LEASE.total_seconds(), [message for message, _, _, late in due if not late]])
        leased = {row[0]: Claimed(*row) for row in cursor.fetchall()}
    return [leased[message] for message, *_ in due if message in leased]
