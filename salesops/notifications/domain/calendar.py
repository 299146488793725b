"""What stands in somebody's calendar feed (domain §12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day to remember. `key` is the same for as long as it is the same matter; `path` is where to act."""

    key: str
    day: date
    title: str
    path: str
    text: str = ""
