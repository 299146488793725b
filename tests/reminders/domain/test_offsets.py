"""When a turn is due: in business hours, whatever the clocks and the calendar do (domain §12.1, P31)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.core.actor import RecordRef
from salesops.core.business_time import Calendar
from salesops.reminders.domain.offsets import Offset, due_at
from salesops.reminders.domain.rules import Matter, due_of_turn, lane, newest_turn

ZONES = ("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
BERLIN = Calendar(zone="Europe/Berlin")
FRIDAY = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)  # 16:00 in Berlin, two days before its clocks change

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=4 * 365)).map(lambda since: START + since)
calendars = st.builds(Calendar, zone=st.sampled_from(ZONES), holidays=st.frozensets(
    st.dates(date(2026, 1, 1), date(2030, 3, 1)), max_size=12))  # fmt: skip
lanes = st.sampled_from([lane("owner", "0 bd", "2 bd"), lane("owner", "1 bd", every="1 bd"), lane("owner", "-5 d"),
                         lane("owner", "14 d", every="7 d"), lane("owner", "50 %", "100 %", "200 %")])  # fmt: skip


def matter(since: datetime | date) -> Matter:
    return Matter(RecordRef("toy", 1), 1, "first", since, {}, "", "", "", allowance=16)


@pytest.mark.parametrize(
    ("offset", "since", "expected"),
    [
        ("0 bd", FRIDAY, "2026-03-27 16:00"),
        ("1 bd", FRIDAY, "2026-03-30 16:00"),
        ("-1 bd", FRIDAY, "2026-03-26 16:00"),
        ("2 d", FRIDAY, "2026-03-30 09:00"),
        ("50 %", FRIDAY, "2026-03-30 16:00"),
        ("eod", FRIDAY, "2026-03-27 17:00"),
        ("eod", FRIDAY + timedelta(hours=4), "2026-03-30 17:00"),
        ("0 d", date(2026, 3, 28), "2026-03-30 09:00"),
        ("-7 d", date(2026, 4, 6), "2026-03-30 09:00"),
        ("1 bd", date(2028, 2, 28), "2028-02-29 09:00"),
    ],
)
def test_due_in_berlin(offset: str, since: datetime | date, expected: str) -> None:
    due = due_at(since, Offset.read(offset), BERLIN, allowance=16)
    assert f"{due.astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M}" == expected


def test_a_share_of_days_is_counted_in_calendar_days() -> None:
    due = due_at(FRIDAY, Offset.read("150 %"), BERLIN, allowance=timedelta(days=14))
    assert f"{due.astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M}" == "2026-04-17 16:00"


@pytest.mark.parametrize("text", ["2 weeks", "", "bd", "2.5 bd", "soon", "1000 bd", "2 BD"])
def test_refuses_what_is_no_offset(text: str) -> None:
    with pytest.raises(ValueError, match="is no offset"):
        Offset.read(text)


@pytest.mark.parametrize("text", ["2 bd", "-5 d", "50 %", "eod"])
def test_reads_what_it_writes(text: str) -> None:
    assert str(Offset.read(text)) == text


@given(since=moments, line=lanes, turn=st.integers(0, 30), calendar=calendars)
def test_every_turn_is_due_while_somebody_works(since: datetime, line, turn: int, calendar: Calendar) -> None:
    due = due_of_turn(line, turn, matter(since), calendar)
    if due is None:
        assert line.every is None
        return
    local = due.astimezone(ZoneInfo(calendar.zone))
    assert local.weekday() < 5
    assert local.date() not in calendar.holidays
    assert time(9) <= local.time() <= time(17)


@given(since=moments, calendar=calendars, line=st.sampled_from([lane("a", "0 bd", every="1 bd"), lane("a", "0 d", every="7 d")]))  # fmt: skip
def test_turns_come_one_after_the_other_on_different_days(since: datetime, calendar: Calendar, line) -> None:
    days = [calendar.day_of(due_of_turn(line, turn, matter(since), calendar)) for turn in range(25)]
    assert days == sorted(days)
    if str(line.every) == "1 bd":
        assert len(set(days)) == len(days)


@given(since=moments, calendar=calendars, ahead=st.integers(0, 60))
def test_the_newest_turn_is_the_last_one_due(since: datetime, calendar: Calendar, ahead: int) -> None:
    line, now = lane("owner", "0 bd", every="2 bd"), since + timedelta(days=ahead)
    newest = newest_turn(line, 0, matter(since), calendar, now=now)
    following = due_of_turn(line, newest + 1, matter(since), calendar)
    assert following > now
    assert newest == 0 or due_of_turn(line, newest, matter(since), calendar) <= now


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2026, 2027, 2028, 2029])
def test_a_daily_lane_tells_once_on_every_working_day_of_a_year(zone: str, year: int) -> None:
    """DST days and leap days included: none missed, none twice."""
    calendar = Calendar(zone=zone)
    start = date(year, 1, 1)
    due = [due_of_turn(lane("a", "0 bd", every="1 bd"), turn, matter(start), calendar) for turn in range(262)]
    days = [calendar.day_of(moment) for moment in due if calendar.day_of(moment).year == year]
    working = [day for n in range(366) if (day := start + timedelta(days=n)).year == year and day.weekday() < 5]
    assert days == working
    assert {moment.astimezone(ZoneInfo(zone)).hour for moment in due} == {9}


class TestMoments:
    """What the record keeps of its own clock is when a share of its time is over."""

    KEPT = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)

    def due(self, calendar: Calendar, share: str = "100 %") -> datetime:
        found = replace(matter(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)), allowance=8, moments={100: self.KEPT})
        return due_of_turn(lane("approver", share), 0, found, calendar)

    def test_is_told_at_that_instant_though_the_day_ends_with_it(self) -> None:
        assert self.due(Calendar()) == self.KEPT

    def test_waits_for_the_morning_of_who_does_not_work_then(self) -> None:
        assert self.due(Calendar("Asia/Tokyo")) == datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
        assert self.due(Calendar(days=frozenset({4}))) == datetime(2026, 3, 6, 9, 0, tzinfo=UTC)

    def test_leaves_another_share_to_be_counted(self) -> None:
        assert self.due(Calendar(), "50 %") == datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
