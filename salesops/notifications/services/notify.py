"""Tell a person something, once: a line in the inbox, and the messages they wish for."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Q

from salesops.notifications.domain.delivery import DIGEST, EVERYTHING, HOOK, MAIL, OFF, PENDING, WAITING, Wishes
from salesops.notifications.domain.text import LONGEST_BODY, LONGEST_TITLE, LONGEST_WHY, lines, one_line
from salesops.notifications.models import Hook, Message, Preference

# Somebody unknown, or who does not work here any more, gets nothing.
WRITE = """
    INSERT INTO notifications_notification
        (dedupe, recipient_id, kind, is_urgent, title, body, path, why, subject_kind, subject_id, at)
    SELECT %s, u.id, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM users_user u WHERE u.id = %s AND u.is_active
    ON CONFLICT (dedupe) DO NOTHING RETURNING id
"""


def notify(
    *,
    dedupe: str,
    recipient_id: int,
    kind: str,
    is_urgent: bool,
    title: str,
    body: str,
    path: str,
    why: str,
    subject_kind: str,
    subject_id: int,
    now: datetime,
) -> bool:
    """This function will write one line into a person's inbox and line up what leaves the house for it (domain §12).

    It belongs to the caller's transaction: what is rolled back was never told. `path` is where to act, `why` answers
    "why am I seeing this?". The title becomes one line, whatever stands in it. It returns False, and writes
    nothing, where this `dedupe` was told before or the person does not work here.

    Raises: RuntimeError outside a transaction; ValueError for a path that leads elsewhere.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("notify() must run inside the transaction of what it tells about.")
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        raise ValueError(f"{path!r} is not an address of ours.")
    values = (one_line(title, LONGEST_TITLE), lines(body, LONGEST_BODY), path, one_line(why, LONGEST_WHY))
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [dedupe, kind, is_urgent, *values, subject_kind, subject_id, now, recipient_id])
        written = cursor.fetchone()
    if written is None:
        return False
    mail = _mail(dedupe, recipient_id, is_urgent, now)
    hooks = [_message(f"hook:{hook}:{dedupe}", HOOK, PENDING, now, hook) for hook in _hooks(recipient_id, is_urgent)]
    for message in [*mail, *hooks]:
        message.recipient_id, message.notification_id = recipient_id, written[0]
    Message.objects.bulk_create([*mail, *hooks])
    return True


def _mail(dedupe: str, recipient_id: int, is_urgent: bool, now: datetime) -> list[Message]:
    row = Preference.objects.filter(pk=recipient_id).first()
    wish = (row.wishes if row else Wishes()).of(is_urgent)
    state = WAITING if wish == DIGEST else PENDING
    return [] if wish == OFF else [_message(f"mail:{dedupe}", MAIL, state, now)]


def _hooks(recipient_id: int, is_urgent: bool) -> list[int]:
    """List the webhooks of the person and of the teams they are in that want to hear of it."""
    theirs = Q(owner=recipient_id) | Q(team__memberships__user=recipient_id)
    found = Hook.objects.filter(theirs, ended_at=None)
    return sorted(set((found if is_urgent else found.filter(wants=EVERYTHING)).values_list("pk", flat=True)))


def _message(dedupe: str, channel: str, status: str, now: datetime, hook: int | None = None) -> Message:
    return Message(dedupe=dedupe, channel=channel, status=status, created_at=now, next_at=now, hook_id=hook)
