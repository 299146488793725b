"""Count guesses of passwords, codes and keys before they are checked; fail closed (reliability P23)."""

from __future__ import annotations

from salesops.core.errors import TooMany
from salesops.users.domain.sign_in import WINDOW_SECONDS, Bucket
from salesops.web.services.count_attempt import Limit, count_attempt, forget, give_back


def count_guess(buckets: tuple[Bucket, ...]) -> None:
    """This function will count one guess in every bucket; call it before anything is checked.

    Raises: TooMany where one of them is full: nothing may be checked then.
    """
    for bucket in buckets:
        count = count_attempt(bucket.key, Limit(bucket.most, WINDOW_SECONDS))
        if not count.is_allowed:
            minutes = max(count.retry_after // 60, 1)
            raise TooMany(
                "too_many_attempts",
                "Too many attempts from here.",
                next_action=f"Wait {minutes} min, then try again.",
                retry_after=count.retry_after,
            )


def guess_was_right(buckets: tuple[Bucket, ...]) -> None:
    """This function will take a rightful attempt off the counters; the tightest one starts anew."""
    forget(buckets[0].key)
    for bucket in buckets[1:]:
        give_back(bucket.key)
