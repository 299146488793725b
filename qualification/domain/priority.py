"""Which deal to work on first (domain §9.6)."""

from __future__ import annotations

from datetime import date

URGENT_DAYS, DISTANT_DAYS = 14, 180


def urgency(close_date: date | None, today: date) -> float:
    """This function will return 1 up to 14 days before the close date, falling in a line to 0 at 180 days."""
    if close_date is None:
        return 0.0
    left = (close_date - today).days
    return min(1.0, max(0.0, (DISTANT_DAYS - left) / (DISTANT_DAYS - URGENT_DAYS)))


def priority(*, value: float, probability: int, health: int, urgency: float) -> int:
    """This function will return the priority, 0 to 100; `value` is the share of the owner's open deals
    whose ACV is at most this one's, `urgency` as above, both of 1."""
    return round(100 * (0.35 * value + 0.25 * probability / 100 + 0.20 * health / 100 + 0.20 * urgency))
