"""An authenticator app: what a phone computes from the secret on the page (RFC 6238), written out independently."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

STEP_SECONDS = 30


def code_of(secret: str, at: float | None = None) -> str:
    """Return the six digits an app shows; `at` is in seconds since 1970."""
    counter = int((time.time() if at is None else at) // STEP_SECONDS)
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def wrong_code(secret: str) -> str:
    """Return six digits that are not the code now, and were not or will not be a step away."""
    near = {code_of(secret, time.time() + offset * STEP_SECONDS) for offset in (-1, 0, 1)}
    return next(f"{n:06}" for n in range(10) if f"{n:06}" not in near)
