"""Business time: Monday to Friday, 09:00 to 17:00 in the responsible person's zone, minus holidays (domain §0.3)."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = 8
NO_HOLIDAYS: Container[date] = frozenset()
SATURDAY = 5


def add_business_hours(
    start: datetime, hours: float, *, zone: str, holidays: Container[date] = NO_HOLIDAYS
) -> datetime:
    """This function will return the instant, in UTC, at which that many business hours have passed since `start`.

    One business day is eight business hours. Time outside working hours does not count.
    """
    left, day = timedelta(hours=hours), start.astimezone(ZoneInfo(zone)).date()
    while True:
        opens, closes = _working_hours(day, zone, holidays)
        begins = max(start, opens)
        if begins < closes and left <= closes - begins:
            return (begins + left).astimezone(UTC)
        left -= max(closes - begins, timedelta())
        day += timedelta(days=1)


def business_hours_between(
    start: datetime, end: datetime, *, zone: str, holidays: Container[date] = NO_HOLIDAYS
) -> float:
    """This function will count the business hours between two instants; negative where `end` comes first."""
    if end < start:
        return -business_hours_between(end, start, zone=zone, holidays=holidays)
    total, day, last = timedelta(), *(each.astimezone(ZoneInfo(zone)).date() for each in (start, end))
    while day <= last:
        opens, closes = _working_hours(day, zone, holidays)
        total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total / timedelta(hours=1)


def _working_hours(day: date, zone: str, holidays: Container[date]) -> tuple[datetime, datetime]:
    """Return when work begins and ends on a day, in UTC; both are its opening where nobody works."""
    opens, closes = (datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for at in (OPENS, CLOSES))
    return (opens, opens) if day.weekday() >= SATURDAY or day in holidays else (opens, closes)
