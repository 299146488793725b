"""What a handler is given, and how long a failed delivery waits (reliability §6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from salesops.core.actor import RecordRef

MOST_ATTEMPTS = 8
LEASE = timedelta(seconds=30)
# One piece of work; what takes longer hangs, and fails while its lease still runs.
MOST_TIME = timedelta(seconds=20)
# One step of a round, which may be many pieces of work.
MOST_STEP_TIME = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
JITTER = 0.2


@dataclass(frozen=True, slots=True)
class EventFact:
    """One event as handlers see it; `at` is the moment the service acted, `seq` its place in the record's history."""

    id: int
    type: str
    subject: RecordRef
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    via: str
    data: dict[str, Any]


def wait_before(attempt: int, *, luck: float) -> timedelta:
    """This function will return how long to wait after this failed attempt (1 = the first).

    30 s doubled per attempt, at most an hour, ± 20 %; `luck` in 0…1 places it inside the ± 20 %.
    """
    plain: timedelta = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)
    return plain * (1 + JITTER * (2 * luck - 1))
