"""Carry out a retried request once: the kept answer commits with the effect (reliability P13)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction

from salesops.core.errors import Conflict, Invalid
from salesops.web.models import IdempotentAnswer

KEPT_FOR = timedelta(days=7)
WAIT = "5s"
LONGEST_KEY = 200
SWEEP_ONE_IN = 256


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it goes over the wire."""

    status: int
    body: str
    headers: dict[str, str]
    is_replayed: bool = False


def hash_request(method: str, path: str, body: bytes) -> str:
    """This function will return what makes two requests the same one: method, address and body."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).hexdigest()


def answer_once(*, client: str, key: str, request_hash: str, now: datetime, work: Callable[[], Answer]) -> Answer:
    """This function will do the work in one transaction with its kept answer, or return the kept answer.

    The row is written first: a twin that comes meanwhile waits on it for at most 5 s. What raised is
    rolled back with the row and may be tried again.

    Raises: Conflict where the twin takes longer; Invalid where the key was used for another request.
    """
    if not key.isprintable() or not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid({"Idempotency-Key": [f"Use 1 to {LONGEST_KEY} printable characters."]})
    with transaction.atomic():
        if not _is_first(client, key, request_hash, now):
            return _kept(client, key, request_hash)
        answer = work()
        IdempotentAnswer.objects.filter(client=client, key=key).update(
            status=answer.status, body=answer.body, headers=answer.headers
        )
    if secrets.randbelow(SWEEP_ONE_IN) == 0:
        IdempotentAnswer.objects.filter(at__lt=now - KEPT_FOR).delete()
    return answer


def _is_first(client: str, key: str, request_hash: str, now: datetime) -> bool:
    IdempotentAnswer.objects.filter(client=client, key=key, at__lt=now - KEPT_FOR).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
        try:
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO web_idempotentanswer (client, key, body_hash, status, body, headers, at)"
                    " VALUES (%s, %s, %s, 0, '', '{}', %s) ON CONFLICT (client, key) DO NOTHING",
                    [client, key, request_hash, now],
                )
                is_first: bool = cursor.rowcount == 1
        except OperationalError as error:
            raise Conflict(
                "still_working",
                "The same request is still being carried out.",
                next_action="Send it again in a few seconds.",
                retry_after=5,
            ) from error
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return is_first


def _kept(client: str, key: str, request_hash: str) -> Answer:
    row = IdempotentAnswer.objects.get(client=client, key=key)
    if row.body_hash != request_hash:
        raise Invalid({"Idempotency-Key": ["This key was used for another request; use a new one."]}, code="key_reused")
    return Answer(row.status, row.body, row.headers, is_replayed=True)
