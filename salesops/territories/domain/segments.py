"""Which segments there are, and which one an account keeps for a fiscal year (domain §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL, segment_of

SEGMENTS = (SMALL, MID_MARKET, ENTERPRISE)
LABELS = {SMALL: "SMB", MID_MARKET: "mid-market", ENTERPRISE: "enterprise"}


def fiscal_year(day: date) -> int:
    """This function will return the fiscal year a day lies in: the calendar year (domain §13)."""
    return day.year


def segment_on(day: date, employees: int | None, frozen: Mapping[int, str]) -> str:
    """This function will return an account's segment on a day, as it was at the start of its fiscal year.

    `frozen` holds, by fiscal year, the segment an account had when its size first changed in that year: it counts
    for that year, and for the years before it back to the change before. Without one the size of today counts.
    """
    since = [year for year in frozen if year >= fiscal_year(day)]
    return frozen[min(since)] if since else segment_of(employees)


def say_segments(segments: frozenset[str]) -> str:
    """This function will name a set of segments; none named means all of them."""
    if not segments:
        return "any segment"
    return ", ".join(LABELS[each] for each in SEGMENTS if each in segments)
