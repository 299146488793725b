"""Make strangers' forms cost a second of work, so that a flood costs hours; nobody is tracked (reliability P22).

Any public form may use it: `challenge()` into the form as `data-proof`, static/js/proof.js works while one types and
fills in `challenge` and `proof`; `read_proof()` before anything else, `spend()` at the end. Each challenge counts once.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core import signing

from salesops.core.errors import Invalid
from salesops.web.services.count_attempt import Limit, count_attempt

# Leading zero bits wanted of the hash: some 16,000 tries, a second on a slow phone.
BITS = 14
LASTS_S = 3 * 3600
LONGEST = 64
FIELD = "proof"


def challenge(purpose: str) -> str:
    """This function will return something to work on, good for one form of this purpose and for three hours."""
    return signing.TimestampSigner(salt=f"proof-of-work:{purpose}").sign(secrets.token_hex(16))


def read_proof(purpose: str, text: str, answer: str) -> str:
    """This function will return the number of a challenge that was worked on, to be spent; it costs next to nothing.

    Raises: Invalid where the work is missing or wrong, or the challenge is too old or another form's.
    """
    try:
        nonce = signing.TimestampSigner(salt=f"proof-of-work:{purpose}").unsign(text[:200], max_age=LASTS_S)
    except signing.BadSignature as error:
        raise _invalid() from error
    if len(answer) > LONGEST or not is_proof(text, answer):
        raise _invalid()
    return nonce


def spend(nonce: str) -> None:
    """This function will let a challenge count, once. Raises: Invalid where it did already."""
    if not count_attempt(f"proof:{nonce}", Limit(most=1, seconds=LASTS_S)).is_allowed:
        raise _invalid()


def is_proof(text: str, answer: str) -> bool:
    """This function will say whether the hash of challenge and answer begins with enough zero bits."""
    digest = hashlib.sha256(f"{text}:{answer}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0


def _invalid() -> Invalid:
    return Invalid({FIELD: ["The check against programs did not go through. Send it again."]}, code="proof")
