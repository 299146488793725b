"""Which level a minimum asks for, by the size of the deal (domain §3.4)."""

from __future__ import annotations

from decimal import Decimal

SMALL_BELOW = Decimal(25_000)  # in the reporting currency


def is_small(amount: Decimal) -> bool:
    """This function will say whether an amount in the reporting currency is known and below the limit.

    An amount of nought is not known yet: leaving it empty must not lower what is asked.
    """
    return 0 < amount < SMALL_BELOW


def asked_level(minimum: int, *, reduced: bool) -> int:
    """This function will return the level asked for: one less where reduced, but never below 1."""
    return max(minimum - 1, min(minimum, 1)) if reduced else minimum
