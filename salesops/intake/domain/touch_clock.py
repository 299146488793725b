"""The clock of a lead's first touch, in words (domain §11.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesops.core.business_time import HOURS_A_DAY, Calendar, business_hours_between


@dataclass(frozen=True, slots=True)
class TouchClock:
    """How much of the time for the first touch is used, and what is left, in business hours."""

    spent: int
    words: str
    is_over: bool


def touch_clock(opened_at: datetime, due_at: datetime, now: datetime, *, calendar: Calendar) -> TouchClock:
    """This function will read the clock of a first touch that has not happened yet."""
    allowed = business_hours_between(opened_at, due_at, calendar=calendar)
    left = business_hours_between(now, due_at, calendar=calendar)
    spent = round(100 * (1 - left / allowed)) if allowed else 100
    if now > due_at:
        return TouchClock(100, f"{_long(-left)} late", True)
    return TouchClock(max(0, min(100, spent)), f"{_long(left)} left", False)


def _long(hours: float) -> str:
    if hours >= HOURS_A_DAY:
        return f"{hours / HOURS_A_DAY:.0f} bd"
    minutes = round(hours * 60)
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{max(1, minutes)} min"
