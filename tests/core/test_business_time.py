"""Business hours count in the calendar of the responsible person: hours, days, zone, holidays (domain §0.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.core.business_time import Calendar, add_business_hours, business_hours_between, next_opening

OSLO = Calendar("Europe/Oslo")
ZONES = ["Europe/Oslo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago"]
YEARS = range(2025, 2029)
QUARTER = timedelta(minutes=15)


def at(text: str, zone: str = "Europe/Oslo") -> datetime:
    """Return a local instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def changes(zone: str) -> list[date]:
    """Return the days of four years on which the clocks of a zone change."""
    days = (date(YEARS[0], 1, 1) + timedelta(days=each) for each in range(366 * len(YEARS)))
    noons = [datetime.combine(day, time(12), ZoneInfo(zone)) for day in days]
    return [noon.date() for before, noon in pairwise(noons) if before.utcoffset() != noon.utcoffset()]


def works(at: datetime, calendar: Calendar) -> bool:
    """Say plainly whether somebody works at an instant: by the clock on their wall."""
    wall = at.astimezone(ZoneInfo(calendar.zone))
    is_working_day = wall.weekday() in calendar.days and wall.date() not in calendar.holidays
    return is_working_day and calendar.opens <= wall.time() < calendar.closes


calendars = st.builds(
    Calendar,
    zone=st.sampled_from(ZONES),
    opens=st.sampled_from([time(0), time(6, 30), time(9)]),
    closes=st.sampled_from([time(10), time(17), time(23, 45)]),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.dates(date(2027, 12, 20), date(2028, 3, 5)), max_size=20),
)
# Around a turn of the year, a leap day and the spring's changes of clocks.
instants = st.integers(0, 100 * 24 * 60).map(
    lambda minutes: datetime(2027, 12, 18, tzinfo=UTC) + timedelta(minutes=minutes)
)


class TestAdding:
    @pytest.mark.parametrize(
        ("start", "hours", "end"),
        [
            ("2026-11-16 09:00", 8, "2026-11-16 17:00"),
            ("2026-11-16 16:00", 2, "2026-11-17 10:00"),
            ("2026-11-20 16:00", 16, "2026-11-24 16:00"),
            ("2026-11-21 12:00", 1, "2026-11-23 10:00"),
            ("2026-11-16 03:00", 1, "2026-11-16 10:00"),
            ("2026-11-16 20:00", 1, "2026-11-17 10:00"),
            # The night the clocks change is no working time.
            ("2026-10-23 16:00", 8, "2026-10-26 16:00"),
        ],
    )
    def test_counts_working_hours_only(self, start: str, hours: float, end: str) -> None:
        assert add_business_hours(at(start), hours, calendar=OSLO) == at(end)

    def test_leaves_holidays_out(self) -> None:
        christmas = {date(2026, 12, 25)}
        assert add_business_hours(at("2026-12-24 16:00"), 2, calendar=replace(OSLO, holidays=christmas)) == at(
            "2026-12-28 10:00"
        )

    def test_counts_the_hours_and_days_of_the_person(self) -> None:
        weekend = Calendar("Europe/Oslo", time(10), time(14), frozenset({5, 6}))
        assert add_business_hours(at("2026-11-18 12:00"), 8, calendar=weekend) == at("2026-11-22 14:00")

    def test_a_leap_day_is_a_working_day(self) -> None:
        assert add_business_hours(at("2028-02-28 16:00"), 9, calendar=OSLO) == at("2028-02-29 17:00")

    @pytest.mark.parametrize("zone", ZONES)
    def test_opens_and_closes_by_the_wall_on_the_days_the_clocks_change(self, zone: str) -> None:
        every_day = Calendar(zone, days=frozenset(range(7)))
        for day in changes(zone):
            opens, closes = every_day.hours_on(day)
            assert (opens, closes) == (at(f"{day} 09:00", zone), at(f"{day} 17:00", zone))
            assert add_business_hours(at(f"{day - timedelta(days=1)} 16:00", zone), 1.5, calendar=every_day) == at(
                f"{day} 09:30", zone
            )

    def test_knows_zones_whose_clocks_change_and_one_whose_do_not(self) -> None:
        assert {zone: len(changes(zone)) for zone in ZONES} == {
            "Europe/Oslo": 8,
            "America/New_York": 8,
            "Asia/Kolkata": 0,
            "Australia/Lord_Howe": 8,
            "Pacific/Apia": 0,
            "America/Santiago": 8,
        }

    def test_a_night_shift_is_an_hour_shorter_or_longer_when_the_clocks_change(self) -> None:
        night = Calendar("Europe/Oslo", time(0), time(8), frozenset(range(7)))
        lengths = [
            (closes - opens) / timedelta(hours=1) for opens, closes in map(night.hours_on, changes("Europe/Oslo"))
        ]
        assert lengths == [7, 9] * 4


class TestCounting:
    @given(begins=instants, hours=st.floats(0.25, 60, allow_nan=False), calendar=calendars)
    def test_is_the_inverse_of_adding(self, begins: datetime, hours: float, calendar: Calendar) -> None:
        end = add_business_hours(begins, hours, calendar=calendar)
        assert business_hours_between(begins, end, calendar=calendar) == pytest.approx(hours, abs=1e-5)
        assert business_hours_between(end, begins, calendar=calendar) == pytest.approx(-hours, abs=1e-5)
        assert end - begins >= timedelta(hours=hours) - timedelta(milliseconds=1)

    @given(begins=instants, calendar=calendars)
    def test_agrees_with_the_clock_on_the_wall(self, begins: datetime, calendar: Calendar) -> None:
        begins = begins.replace(minute=begins.minute // 15 * 15)
        quarters = sum(works(begins + each * QUARTER, calendar) for each in range(8 * 24 * 4))
        counted = business_hours_between(begins, begins + timedelta(days=8), calendar=calendar)
        assert counted == pytest.approx(quarters / 4)


class TestOpening:
    def test_is_the_instant_itself_inside_hours(self) -> None:
        assert next_opening(at("2026-11-18 11:11"), calendar=OSLO) == at("2026-11-18 11:11")

    def test_is_the_next_morning_at_the_minute_of_closing(self) -> None:
        assert next_opening(at("2026-11-20 17:00"), calendar=OSLO) == at("2026-11-23 09:00")

    @given(begins=instants, calendar=calendars)
    def test_is_the_first_moment_of_work(self, begins: datetime, calendar: Calendar) -> None:
        begins = begins.replace(minute=begins.minute // 15 * 15)
        opening = next_opening(begins, calendar=calendar)
        assert works(opening, calendar)
        assert business_hours_between(begins, opening, calendar=calendar) == 0
        assert next_opening(opening, calendar=calendar) == opening

    @pytest.mark.parametrize("zone", ZONES)
    def test_never_misses_and_never_doubles_a_morning_in_four_years(self, zone: str) -> None:
        every_day = Calendar(zone, days=frozenset(range(7)))
        start, opened = at(f"{YEARS[0]}-01-01 17:00", zone), []
        for _ in range(365 * 4):
            start = next_opening(start, calendar=every_day)
            opened.append(start.astimezone(ZoneInfo(zone)))
            start = add_business_hours(start, 8, calendar=every_day) + timedelta(minutes=1)
        assert [each.date() for each in opened] == [date(YEARS[0], 1, 2) + timedelta(days=n) for n in range(365 * 4)]
        assert {each.time() for each in opened} == {time(9)}
