"""Money, dates, durations and shares are written one way everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from salesops.web.templatetags import formats

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


class TestMoney:
    @pytest.mark.parametrize(
        ("amount", "currency", "text"),
        [
            (Decimal(410000), "USD", "$410,000"), (Decimal("10.5"), "EUR", "€10.50"), (Decimal(-7), "GBP", "−£7"),
            (Decimal(136363636), "ARS", "ARS 136,363,636"), (Decimal(0), "USD", "$0"), (None, "USD", "–"),
        ],
    )  # fmt: skip
    def test_is_written_in_full(self, amount: Decimal | None, currency: str, text: str) -> None:
        assert formats.money(amount, currency) == text

    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (2_360_000, "$2.36M"),
            (105_000, "$105k"),
            (999, "$999"),
            (1_500_000_000, "$1.50B"),
            (-2_000, "−$2k"),
            (0, "$0"),
        ],
    )
    def test_is_written_short_in_totals(self, amount: int, text: str) -> None:
        assert formats.money_short(amount) == text


class TestDates:
    @pytest.fixture(autouse=True)
    def on_friday(self) -> Iterator[None]:
        """Hold the clock on Friday 20 November 2026."""
        with time_machine.travel(NOW, tick=False):
            yield

    @pytest.mark.parametrize(
        ("shown", "text"),
        [
            (date(2026, 12, 18), "18 Dec"), (date(2027, 1, 5), "5 Jan"), (date(2027, 4, 1), "1 Apr 2027"),
            (date(2026, 9, 30), "30 Sep 2026"), (None, "–"),
        ],
    )  # fmt: skip
    def test_say_the_year_only_outside_this_and_the_next_quarter(self, shown: date | None, text: str) -> None:
        assert formats.day(shown) == text

    @pytest.mark.parametrize(
        ("shown", "text"),
        [(date(2026, 11, 17), "overdue 3 d"), (date(2026, 11, 20), "today"), (date(2026, 11, 21), "21 Nov")],
    )
    def test_say_how_a_due_date_stands(self, shown: date, text: str) -> None:
        assert formats.due(shown) == text

    def test_give_the_hour_today_and_the_absolute_moment_on_hover(self) -> None:
        with timezone.override("Europe/Berlin"):
            text = formats.when(NOW)
        assert ">11:00<" in text
        assert 'title="20 November 2026, 11:00 CET"' in text

    def test_are_shown_in_the_readers_zone(self) -> None:
        late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        with timezone.override("Asia/Tokyo"):
            assert formats.day(late) == "1 Jan"


class TestNames:
    @pytest.mark.parametrize(
        ("name", "letters"),
        [("Elena Petrova", "EP"), ("Solvane", "SO"), ("Orchard & Vale", "OV"), ("", "?"), ("  ", "?")],
    )
    def test_give_initials(self, name: str, letters: str) -> None:
        assert formats.initials(name) == letters

    def test_are_tinted_without_meaning_and_always_alike(self) -> None:
        assert {formats.tint(name) for name in ("Ada L", "Bob M", "Cy N", "Di O", "Ed P", "Fay Q")} <= set(range(6))
        assert formats.tint("Elena Petrova") == formats.tint("Elena Petrova")


class TestWords:
    def test_choose_one_or_many(self) -> None:
        assert [formats.plural(n, "deal,deals") for n in (0, 1, 1200)] == ["0 deals", "1 deal", "1,200 deals"]

    def test_show_a_dash_for_nothing(self) -> None:
        assert [formats.dash(value) for value in (None, "", 0, "x")] == ["–", "–", 0, "x"]

    def test_say_how_long_in_the_largest_unit_that_fits_twice(self) -> None:
        lengths = (0, 13.2, 119, 120, 7_199, 7_200, 172_799, 5_184_043)
        assert [formats.span(each) for each in lengths] == [
            "0 s", "13 s", "119 s", "2 min", "120 min", "2 h", "48 h", "60 d",
        ]  # fmt: skip
