"""A working time says in words what it is, and what in it cannot be."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from salesops.users.domain.holidays import REGIONS, DaysOff, names_of_regions, public_holidays
from salesops.users.domain.working_time import WorkingTime


class TestWords:
    @pytest.mark.parametrize(
        ("days", "words"), [({0, 1, 2, 3, 4}, "Mon–Fri"), ({0, 2}, "Mon, Wed"), ({5, 6}, "Sat, Sun"), ({6}, "Sun")]
    )
    def test_name_the_days(self, days: set[int], words: str) -> None:
        assert WorkingTime(days=frozenset(days)).day_words == words

    def test_name_whose_holidays_count(self) -> None:
        assert WorkingTime(country="DE", region="BY").holiday_words == "Germany · Bayern"
        assert WorkingTime().holiday_words == "none"


class TestFaults:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"closes": time(9)}, "closes"),
            ({"opens": time(18)}, "closes"),
            ({"days": frozenset()}, "days"),
            ({"days": frozenset({7})}, "days"),
            ({"country": "XX"}, "country"),
            ({"country": "NO", "region": "BY"}, "region"),
            ({"region": "BY"}, "region"),
        ],
    )
    def test_stand_beside_the_field(self, values: dict[str, Any], field: str) -> None:
        assert list(WorkingTime(**values).faults()) == [field]

    def test_are_none_for_every_country_and_region_there_is(self) -> None:
        for country, regions in REGIONS.items():
            for region in ("", *regions):
                assert not WorkingTime(country=country, region=region).faults()
                assert len(region) <= 32


class TestHolidays:
    def test_are_those_of_the_country_and_the_region(self) -> None:
        bavaria, germany = DaysOff("DE", "BY"), DaysOff("DE")
        assert date(2026, 12, 25) in germany
        assert date(2026, 1, 6) in bavaria
        assert date(2026, 1, 6) not in germany

    def test_include_the_days_of_the_workspace(self) -> None:
        assert date(2026, 7, 8) in DaysOff(own=frozenset({date(2026, 7, 8)}))
        assert date(2026, 12, 25) not in DaysOff()

    def test_of_a_country_nobody_knows_any_more_are_none(self) -> None:
        assert public_holidays("XX", "", 2026) == {}
        assert names_of_regions("XX") == {}
        assert public_holidays("NO", "gone", 2026) == public_holidays("NO", "", 2026)
