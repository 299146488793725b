"""Business hours count Monday to Friday, nine to five, where the responsible person is (domain §0.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.core.business_time import add_business_hours, business_hours_between

OSLO = "Europe/Oslo"
ZONES = [OSLO, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]


def at(text: str, zone: str = OSLO) -> datetime:
    """Return a local instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


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
        assert add_business_hours(at(start), hours, zone=OSLO) == at(end)

    def test_leaves_holidays_out(self) -> None:
        christmas = {date(2026, 12, 25)}
        assert add_business_hours(at("2026-12-24 16:00"), 2, zone=OSLO, holidays=christmas) == at("2026-12-28 10:00")


class TestCounting:
    @pytest.mark.parametrize("zone", ZONES)
    @given(seconds=st.integers(0, 4 * 366 * 86_400), hours=st.floats(0.25, 200, allow_nan=False))
    def test_is_the_inverse_of_adding(self, zone: str, seconds: int, hours: float) -> None:
        begins = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        end = add_business_hours(begins, hours, zone=zone)
        assert business_hours_between(begins, end, zone=zone) == pytest.approx(hours, abs=1e-5)
        assert business_hours_between(end, begins, zone=zone) == pytest.approx(-hours, abs=1e-5)
        assert end - begins >= timedelta(hours=hours) - timedelta(milliseconds=1)
