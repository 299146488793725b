"""Business time: the working hours of the person a clock runs for, without that person's days off (domain §0.3)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS_A_DAY = 8
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one person works: hours of the day in their zone, days of the week (0 is Monday), and days off.

    `opens` comes before `closes`, and there is at least one working day.
    """

    zone: str = "UTC"
    opens: time = time(9)
    closes: time = time(17)
    days: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Container[date] = frozenset()

    def hours_on(self, day: date) -> tuple[datetime, datetime]:
        """Return when work begins and ends on a day, in UTC; both are its opening where nobody works."""
        zone = ZoneInfo(self.zone)
        opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (self.opens, self.closes))
        return (opens, closes) if day.weekday() in self.days and day not in self.holidays else (opens, opens)

    def day_of(self, at: datetime) -> date:
        """Return the day an instant falls on, where the person is."""
        return at.astimezone(ZoneInfo(self.zone)).date()


def add_business_hours(start: datetime, hours: float, *, calendar: Calendar) -> datetime:
    """This function will return the instant, in UTC, at which that many business hours have passed since `start`.

    One business day is eight business hours. Time outside working hours does not count.
    """
    left, day = timedelta(hours=hours), calendar.day_of(start)
    while True:
        opens, closes = calendar.hours_on(day)
        begins = max(start, opens)
        if begins < closes and left <= closes - begins:
            return (begins + left).astimezone(UTC)
        left -= max(closes - begins, timedelta())
        day += timedelta(days=1)


def next_opening(at: datetime, *, calendar: Calendar) -> datetime:
    """This function will return the first instant from `at` on at which the person works; `at` itself inside hours."""
    return add_business_hours(at, 0, calendar=calendar)


def business_hours_between(start: datetime, end: datetime, *, calendar: Calendar) -> float:
    """This function will count the business hours between two instants; negative where `end` comes first."""
    if end < start:
        return -business_hours_between(end, start, calendar=calendar)
    total, day, last = timedelta(), calendar.day_of(start), calendar.day_of(end)
    while day <= last:
        opens, closes = calendar.hours_on(day)
        total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total / timedelta(hours=1)
