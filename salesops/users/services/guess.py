"""Count guesses of passwords, codes and keys before they are checked; fail closed (reliability P23)."""

from __future__ import annotations

from salesops.users.domain.sign_in import WINDOW_SECONDS, Bucket
from salesops.web.services.count_attempt import Limit, forget, give_back, require_attempt


def count_guess(buckets: tuple[Bucket, ...]) -> None:
    """This function will count one guess in every bucket; call it before anything is checked.

    Raises: TooMany where one of them is full: nothing may be checked then.
    """
    for bucket in buckets:
        require_attempt(bucket.key, Limit(bucket.most, WINDOW_SECONDS), then="then try again.")


def guess_was_right(buckets: tuple[Bucket, ...]) -> None:
    """This function will take a rightful attempt off the counters; the tightest one starts anew."""
    forget(buckets[0].key)
    for bucket in buckets[1:]:
        give_back(bucket.key)
