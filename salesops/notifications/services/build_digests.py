"""Gather what waits for the morning into one mail a person and day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from salesops.notifications.domain.delivery import GATHERED, WAITING
from salesops.notifications.models import Message
from salesops.users.queries import calendars_of

MAKE = """
    INSERT INTO notifications_message (dedupe, channel, recipient_id, status, attempts, created_at, next_at, error)
    VALUES (%s, 'mail', %s, 'pending', 0, %s, %s, '') ON CONFLICT (dedupe) DO NOTHING RETURNING id
"""


def build_digests(*, now: datetime) -> int:
    """This function will make the digest of everybody who is at work and for whom something waits (domain §12).

    One a person and day, whoever asks how often: what comes later waits for the next morning. It returns how many.
    """
    waiting = Message.objects.filter(status=WAITING).order_by("recipient_id")
    calendars = calendars_of(waiting.values_list("recipient_id", flat=True).distinct())
    made = 0
    for person, calendar in calendars.items():
        day = calendar.day_of(now)
        opens, closes = calendar.hours_on(day)
        if opens <= now < closes:
            made += _make(person, day, now)
    return made


def _make(person: int, day: date, now: datetime) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE, [f"digest:{person}:{day.isoformat()}", person, now, now])
        row = cursor.fetchone()
        if row is not None:
            Message.objects.filter(recipient_id=person, status=WAITING).update(status=GATHERED, digest_id=row[0])
    return row is not None
