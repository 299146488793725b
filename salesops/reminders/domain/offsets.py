"""When a reminder is due: an offset from the day or the moment a matter began (domain §12.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from salesops.core.business_time import Calendar, add_business_hours, next_opening


class Unit(StrEnum):
    """What an offset counts."""

    BUSINESS_DAYS = "bd"
    DAYS = "d"
    SHARE = "%"
    END_OF_DAY = "eod"


@dataclass(frozen=True, slots=True)
class Offset:
    """An amount of a unit: `2 bd` (business days), `-5 d` (days before), `50 %` (of the time allowed), `eod`."""

    amount: int
    unit: Unit

    @classmethod
    def read(cls, text: str) -> Offset:
        """This function will read an offset as people write it. Raises: ValueError naming the forms there are."""
        words = re.fullmatch(r"\s*(-?\d{1,3})\s*(bd|d|%)\s*|\s*(eod)\s*", text)
        if words is None:
            raise ValueError(f"“{text.strip()}” is no offset. Write 2 bd, 14 d, -5 d, 50 % or eod.")
        if words[3]:
            return cls(0, Unit.END_OF_DAY)
        return cls(int(words[1]), Unit(words[2]))

    def __str__(self) -> str:
        return self.unit.value if self.unit is Unit.END_OF_DAY else f"{self.amount} {self.unit.value}"

    def times(self, count: int) -> Offset:
        """This function will return the offset repeated."""
        return Offset(self.amount * count, self.unit)


def start_of(since: date | datetime, calendar: Calendar) -> datetime:
    """This function will return the instant a matter began: a day begins when its person starts to work."""
    if isinstance(since, datetime):
        return since
    return next_opening(datetime.combine(since, time(), ZoneInfo(calendar.zone)), calendar=calendar)


def due_at(since: date | datetime, offset: Offset, calendar: Calendar, *, allowance: float | timedelta = 0) -> datetime:
    """This function will return when a reminder is due, in UTC and inside the business hours of `calendar`.

    `allowance` is the time allowed, for offsets in per cent of it: a number of business hours (domain §6.4), or a
    span of calendar days (the benchmark of a stage).
    """
    start = start_of(since, calendar)
    if offset.unit is Unit.SHARE:
        return _share_later(start, allowance, offset.amount, calendar)
    if offset.unit is Unit.END_OF_DAY:
        return calendar.hours_on(calendar.day_of(next_opening(start, calendar=calendar)))[1]
    if offset.unit is Unit.DAYS:
        return next_opening(_days_later(start, offset.amount, calendar), calendar=calendar)
    return _business_days_later(next_opening(start, calendar=calendar), offset.amount, calendar)


def _share_later(start: datetime, allowance: float | timedelta, percent: int, calendar: Calendar) -> datetime:
    if isinstance(allowance, timedelta):
        return next_opening(_days_later(start, allowance.days * percent // 100, calendar), calendar=calendar)
    return add_business_hours(start, allowance * percent / 100, calendar=calendar)


def _days_later(start: datetime, days: int, calendar: Calendar) -> datetime:
    """Return the same time of day that many days later, in the calendar's zone, whatever its clock does between."""
    local = start.astimezone(ZoneInfo(calendar.zone))
    return datetime.combine(local.date() + timedelta(days=days), local.time(), local.tzinfo).astimezone(UTC)


def _business_days_later(start: datetime, count: int, calendar: Calendar) -> datetime:
    step, left, moment = (1 if count > 0 else -1), abs(count), start
    while left:
        moment = _days_later(moment, step, calendar)
        opens, closes = calendar.hours_on(calendar.day_of(moment))
        left -= opens < closes
    return next_opening(moment, calendar=calendar)
