"""Filters from a query string and back: what makes no sense is left out and said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.domain.filters import COLUMNS, DEFAULT_COLUMNS, Filters, read_filters


class TestReadFilters:
    def test_reads_every_filter(self) -> None:
        filters, problems = read_filters(
            {
                "process": "nb.community", "status": "all", "stage": "qualifying", "owner": "7", "region": "emea",
                "subtype": "upsell", "forecast": "commit", "step": "overdue", "q": " bank ", "close_after": "2027-01-01",
                "close_before": "2027-03-31", "amount_min": "1,000", "amount_max": "5000.50", "group": "owner",
                "sort": "close", "columns": "owner,stage",
            }
        )  # fmt: skip
        assert problems == []
        assert filters.close_before == date(2027, 3, 31)
        assert filters.amount_min == Decimal(1000)
        assert filters.q == "bank"
        assert filters.columns == ("stage", "owner")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("status", "closed"), ("owner", "bob"), ("owner", "9" * 30), ("subtype", "x"), ("forecast", "x"),
            ("step", "x"), ("close_after", "31.12.2026"), ("close_before", "2027-02-30"), ("amount_min", "NaN"),
            ("amount_min", "-5"), ("amount_max", "1e40"), ("amount_max", "ten"), ("group", "x"), ("sort", "password"),
        ],
    )  # fmt: skip
    def test_leaves_out_what_makes_no_sense_and_says_so(self, name: str, value: str) -> None:
        filters, problems = read_filters({name: value})
        assert filters == Filters()
        assert len(problems) == 1

    def test_shows_the_usual_columns_where_none_is_known(self) -> None:
        assert read_filters({"columns": "salary,password"})[0].columns == DEFAULT_COLUMNS

    def test_lets_no_null_byte_through(self) -> None:
        assert read_filters({"q": "a\x00b"})[0].q == "ab"


class TestFilters:
    def test_without_takes_one_filter_off(self) -> None:
        filters = Filters(status="won", q="bank")
        assert filters.without("q") == Filters(status="won")
        assert filters.without("status").status == "all"

    @given(
        st.builds(
            Filters,
            status=st.sampled_from(["open", "won", "lost", "all"]),
            owner=st.sampled_from(["", "me", "12"]),
            amount_min=st.none() | st.integers(0, 10**9).map(Decimal),
            close_before=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
            sort=st.sampled_from(["-amount", "close", "-in_stage"]),
            columns=st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, unique=True).map(
                lambda names: tuple(name for name in COLUMNS if name in names)
            ),
        )
    )
    def test_survive_the_way_through_an_address(self, filters: Filters) -> None:
        assert read_filters(filters.query()) == (filters, [])
