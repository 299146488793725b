"""Send what is due: leased, fenced, asked once more whether it still matters (reliability §6.2)."""

from __future__ import annotations

import random
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError
from django.db.models import F
from django.db.models.functions import Now

from salesops.core.actor import RecordRef
from salesops.core.deadline import deadline
from salesops.notifications.domain.delivery import DEAD, DROPPED, HOOK, MAIL, PENDING, SENT
from salesops.notifications.models import Message, Notification
from salesops.notifications.registry import Notice, is_still_relevant
from salesops.notifications.services.claim import Claimed, claim, renew
from salesops.notifications.services.post import post
from salesops.notifications.services.write_mail import send_mail
from salesops.outbox.domain.delivery import MOST_ATTEMPTS, MOST_TIME, wait_before

Sender = Callable[[Message, list[Notification]], None]
SENDERS: Mapping[str, Sender] = {MAIL: send_mail, HOOK: post}

_log = structlog.get_logger(__name__)


class ServerGone(Exception):
    """The mail server itself does not answer: what else was claimed need not wait for it in turn."""


def send_due(*, now: datetime, limit: int = 20) -> int:
    """This function will send up to `limit` due messages of each channel and return how many went out.

    A mail is sent at least once: only a sender that dies between sending and marking leaves a copy, and the copy has
    the same Message-ID. What failed is tried again later, eight times; one bad message stops no other (P10, P12).
    """
    sent = 0
    for channel, sender in SENDERS.items():
        claimed = claim(channel=channel, now=now, limit=limit)
        for place, each in enumerate(claimed):
            try:
                sent += _deliver(each, sender)
            except (DatabaseError, InterfaceError):
                raise  # the lease ends by itself
            except ServerGone as error:
                _put_back(each, error.__cause__ or error, now)
                _give_back(claimed[place + 1 :])
                break
            except Exception as error:  # one bad message never stops the rest (P12)
                _put_back(each, error, now)
    return sent


def _deliver(claimed: Claimed, sender: Sender) -> bool:
    if not renew(claimed):
        return False
    message = Message.objects.select_related("recipient", "notification", "hook").get(pk=claimed.id)
    notices = [] if _is_unwanted(message) else open_notices(message)
    if notices:
        try:
            with deadline(MOST_TIME):  # a name that is looked up has no other limit
                sender(message, notices)
        except (TimeoutError, ConnectionError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as error:
            raise (ServerGone() if message.channel == MAIL else error) from error
    return _mark(claimed, status=SENT if notices else DROPPED) and bool(notices)


def _is_unwanted(message: Message) -> bool:
    """Say whether the person does not work here any more, or the webhook was taken away."""
    return not message.recipient.is_active or (message.hook is not None and message.hook.ended_at is not None)


def open_notices(message: Message) -> list[Notification]:
    """This function will return what a message tells of that is still open, the newest first."""
    if message.notification is not None:
        found = [message.notification]
    else:
        found = list(Notification.objects.filter(messages__digest=message).order_by("-is_urgent", "-at", "-id"))
    return [each for each in found if is_still_relevant(_notice(each))]


def _notice(row: Notification) -> Notice:
    return Notice(row.dedupe, row.kind, row.recipient_id, RecordRef(row.subject_kind, row.subject_id))


def _mark(claimed: Claimed, *, status: str) -> bool:
    """Mark it with the token of the lease; False where another sender took the message over meanwhile."""
    held = Message.objects.filter(pk=claimed.id, lease_token=claimed.token, status=PENDING)
    is_ours = held.update(status=status, done_at=Now(), lease_until=None, error="") == 1
    if not is_ours:
        _log.warning("message_fenced", message=claimed.id)
    return is_ours


def _put_back(claimed: Claimed, error: BaseException, now: datetime) -> None:
    dead = claimed.attempts >= MOST_ATTEMPTS
    _log.error("message_failed", message=claimed.id, dead=dead, error=type(error).__name__)
    Message.objects.filter(pk=claimed.id, lease_token=claimed.token, status=PENDING).update(
        status=DEAD if dead else PENDING,
        next_at=now + wait_before(claimed.attempts, luck=random.random()),  # noqa: S311  spreads retries
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:300].replace("\x00", ""),
    )


def _give_back(claimed: list[Claimed]) -> None:
    """Let go of what was claimed and not tried."""
    for each in claimed:
        Message.objects.filter(pk=each.id, lease_token=each.token, status=PENDING).update(
            lease_until=None, attempts=F("attempts") - 1, claimed_at=None
        )
