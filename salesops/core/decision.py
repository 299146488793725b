"""What a policy answers: allowed, or refused with a code, a sentence and the next step."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of the charter to one question (domain §1.2, §1.3)."""

    allowed: bool
    code: str = ""
    sentence: str = ""
    next_action: str = ""


ALLOWED = Decision(allowed=True)
