"""How often a password, a code or a key may be guessed (reliability P23)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

WINDOW_SECONDS = 15 * 60
MOST_PER_ACCOUNT_AND_ADDRESS = 10
MOST_PER_ADDRESS = 100
MOST_PER_ACCOUNT = 100
MOST_RESETS_PER_ACCOUNT = 5
MOST_RESETS_PER_ADDRESS = 30
# A key has 190 random bits; the limit leaves room for many programs that start behind one address at once.
MOST_KEY_GUESSES_PER_ADDRESS = 1_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """One counter of guesses: its key and how many guesses it allows in a window."""

    key: str
    most: int


def sign_in_buckets(account: str, address: str) -> tuple[Bucket, ...]:
    """This function will list the counters one guess runs against, tightest first.

    Account and address together come first, so that a stranger elsewhere cannot lock somebody out quickly.
    """
    who = _short(account.strip().lower())
    return (
        Bucket(f"sign-in:pair:{who}:{address}", MOST_PER_ACCOUNT_AND_ADDRESS),
        Bucket(f"sign-in:address:{address}", MOST_PER_ADDRESS),
        Bucket(f"sign-in:account:{who}", MOST_PER_ACCOUNT),
    )


def reset_buckets(account: str, address: str) -> tuple[Bucket, ...]:
    """This function will list the counters a wish for a new password runs against: each one sends a mail."""
    return (
        Bucket(f"reset:account:{_short(account.strip().lower())}", MOST_RESETS_PER_ACCOUNT),
        Bucket(f"reset:address:{address}", MOST_RESETS_PER_ADDRESS),
    )


def code_buckets(user_id: int) -> tuple[Bucket, ...]:
    """This function will list the counters a guess of a second factor runs against."""
    return (Bucket(f"code:account:{user_id}", MOST_PER_ACCOUNT_AND_ADDRESS),)


def passkey_buckets(address: str) -> tuple[Bucket, ...]:
    """This function will list the counters a passkey at sign-in runs against.

    It cannot be guessed; the limit only bounds the work a stranger can cause. The first bucket is the one a
    success empties, so a whole office behind one address signs in at nine.
    """
    return (Bucket(f"passkey:address:{address}", MOST_PER_ADDRESS),)


def key_buckets(address: str) -> tuple[Bucket, ...]:
    """This function will list the counters a guess of an API key runs against."""
    return (Bucket(f"api-key:address:{address}", MOST_KEY_GUESSES_PER_ADDRESS),)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
