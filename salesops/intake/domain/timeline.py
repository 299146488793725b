"""When the buyer wants it, read from what the partner wrote: a date, a month, a quarter or a year (domain §11.1)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

FURTHEST_MONTHS = 18
SHORTEST_REASON = 8
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_QUARTER = re.compile(r"\bq([1-4])[\s/.-]*(?:of\s+)?'?(\d{4}|\d{2})\b", re.IGNORECASE)
_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})\.?\s+)?({'|'.join(_MONTHS)})[a-z]*\.?\s+(?:(\d{{1,2}}),\s*)?(\d{{4}})\b", re.IGNORECASE
)
_HALF = re.compile(r"\bh([12])[\s/-]*(\d{4})\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d{2})\b")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last day of the time named, and why then; `fault` says what is missing, in words for the partner."""

    wanted_by: date | None
    why: str
    fault: str = ""


def read_timeline(text: str, *, today: date) -> Timeline:
    """This function will find the time in a sentence such as “Q2 2027, terminals lose support in June” (§11.1).

    A quarter, a month or a year counts to its last day; it must lie ahead, at most 18 months.
    """
    found, span = _find(text)
    if found is None:
        return Timeline(None, text, "Name a date, a month or a quarter, like Q2 2027.")
    why = (text[: span[0]] + text[span[1] :]).strip(" ,;.:–-")
    if found < today:
        return Timeline(found, why, "This time is over; name one that lies ahead.")
    if found > _months_after(today, FURTHEST_MONTHS):
        return Timeline(found, why, "It must lie within 18 months; introduce the buyer when it is nearer.")
    if len(why) < SHORTEST_REASON:
        return Timeline(found, why, "Say why then, too: what happens at that time?")
    return Timeline(found, why)


def _find(text: str) -> tuple[date | None, tuple[int, int]]:
    for pattern, read in (
        (_DAY, _of_day),
        (_QUARTER, _of_quarter),
        (_MONTH, _of_month),
        (_HALF, _of_half),
        (_YEAR, _of_year),
    ):
        match = pattern.search(text)
        if match and (found := read(match)):
            return found, match.span()
    return None, (0, 0)


def _of_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _of_quarter(match: re.Match[str]) -> date:
    return _end(_year(match[2]), int(match[1]) * 3)


def _of_month(match: re.Match[str]) -> date | None:
    year, month, day = int(match[4]), _MONTHS.index(match[2].lower()[:3]) + 1, match[1] or match[3]
    if not day:
        return _end(year, month)
    return date(year, month, int(day)) if 1 <= int(day) <= monthrange(year, month)[1] else None


def _of_half(match: re.Match[str]) -> date:
    return _end(int(match[2]), int(match[1]) * 6)


def _of_year(match: re.Match[str]) -> date:
    return _end(int(match[1]), 12)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
