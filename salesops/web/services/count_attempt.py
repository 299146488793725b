"""Count attempts in one atomic step, on Valkey or, where it is off, in PostgreSQL (reliability P23)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import Any

import redis
import structlog
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from salesops.core.errors import TooMany

_log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 0.5
PREFIX = "salesops:attempts:"

# One round trip, one step for the server: no two callers can ever read the same count.
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('TTL', KEYS[1])}
"""
GIVE_BACK = """
if redis.call('EXISTS', KEYS[1]) == 1 and tonumber(redis.call('GET', KEYS[1])) > 0 then
  return redis.call('DECR', KEYS[1])
end
return 0
"""
COUNT_SQL = """
    INSERT INTO web_attemptcounter AS c (key, count, ends_at)
    VALUES (%s, 1, clock_timestamp() + make_interval(secs => %s))
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN c.ends_at <= clock_timestamp() THEN 1 ELSE c.count + 1 END,
      ends_at = CASE WHEN c.ends_at <= clock_timestamp() THEN excluded.ends_at ELSE c.ends_at END
    RETURNING count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::int
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` attempts in `seconds`; the window starts with the first attempt."""

    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Count:
    """What counting said: whether this attempt is inside the limit, and the seconds until a new window."""

    is_allowed: bool
    retry_after: int


def count_attempt(key: str, limit: Limit) -> Count:
    """This function will count one attempt and say whether it is allowed; it must be called before the attempt.

    Where Valkey does not answer the count moves to PostgreSQL, on a connection of its own: a rollback
    of the request never gives an attempt back. Where both are off it raises: fail closed.
    """
    try:
        count, rest = _server().eval(COUNT, 1, PREFIX + key, limit.seconds)
    except redis.RedisError as error:
        _log.warning("attempts_counted_in_postgresql", error=type(error).__name__)
        count, rest = _on_own_connection(COUNT_SQL, [key, limit.seconds])
    return Count(count <= limit.most, max(int(rest), 1))


def require_attempt(key: str, limit: Limit, *, then: str, why: str = "Too many attempts from here.") -> None:
    """This function will count one attempt, and say how long to wait where it is one too many.

    `then` ends the sentence that begins with the wait: "then try again."

    Raises: TooMany.
    """
    count = count_attempt(key, limit)
    if not count.is_allowed:
        minutes = max(count.retry_after // 60, 1)
        wait = f"Wait {minutes} min, {then}"
        raise TooMany("too_many_attempts", why, next_action=wait, retry_after=count.retry_after)


def count_freely(key: str, limit: Limit) -> Count:
    """This function will count one attempt and allow it where Valkey does not answer (for load, not for guessing)."""
    try:
        count, rest = _server().eval(COUNT, 1, PREFIX + key, limit.seconds)
    except redis.RedisError:
        return Count(True, 1)
    return Count(count <= limit.most, max(int(rest), 1))


def give_back(key: str) -> None:
    """This function will take one attempt off the count, after it turned out to be rightful."""
    try:
        _server().eval(GIVE_BACK, 1, PREFIX + key)
    except redis.RedisError:
        _on_own_connection(
            "UPDATE web_attemptcounter SET count = greatest(count - 1, 0) WHERE key = %s RETURNING count, 0", [key]
        )


def forget(key: str) -> None:
    """This function will end the window of a key, after the right person proved to be behind it."""
    try:
        _server().delete(PREFIX + key)
    except redis.RedisError:
        _on_own_connection("DELETE FROM web_attemptcounter WHERE key = %s RETURNING 0, 0", [key])


_clients: dict[str, redis.Redis] = {}


def _server() -> redis.Redis:
    address = settings.ENVIRONMENT.redis_url
    if address not in _clients:
        _clients[address] = redis.Redis.from_url(
            address, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=Retry(NoBackoff(), 0)
        )
    return _clients[address]


def _on_own_connection(sql: str, parameters: list[Any]) -> tuple[int, int]:
    with closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
        return (row[0], row[1]) if row else (0, 0)
