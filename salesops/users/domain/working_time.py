"""A working time: hours of the day, days of the week, and whose public holidays count (domain §0.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from salesops.core.business_time import MONDAY_TO_FRIDAY, WEEKDAYS
from salesops.users.domain.holidays import REGIONS, country_name, names_of_regions


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When somebody works, wherever they are. Monday is 0; an empty country has no public holidays."""

    opens: time = time(9)
    closes: time = time(17)
    days: frozenset[int] = MONDAY_TO_FRIDAY
    country: str = ""
    region: str = ""

    def __str__(self) -> str:
        return f"{self.day_words}, {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def day_words(self) -> str:
        """The days in words: `Mon–Fri`, or each where there are gaps."""
        days = sorted(self.days)
        names = [WEEKDAYS[day][:3] for day in days]
        is_row = len(days) > 2 and days[-1] - days[0] == len(days) - 1
        return f"{names[0]}–{names[-1]}" if is_row else ", ".join(names)

    @property
    def holiday_words(self) -> str:
        """Whose public holidays are days off: country and region."""
        region = names_of_regions(self.country).get(self.region)
        return " · ".join(filter(None, [country_name(self.country), region])) or "none"

    @property
    def facts(self) -> dict[str, Any]:
        """The same as plain words and numbers, for the ledger."""
        return {
            "opens": f"{self.opens:%H:%M}",
            "closes": f"{self.closes:%H:%M}",
            "days": sorted(self.days),
            "country": self.country,
            "region": self.region,
        }

    def faults(self) -> dict[str, list[str]]:
        """This function will say what cannot be, beside each field; nothing where it is a working time."""
        found: dict[str, list[str]] = {}
        if self.closes <= self.opens:
            found["closes"] = ["Work ends after it begins, on the same day."]
        if not self.days or not self.days <= frozenset(range(7)):
            found["days"] = ["Choose at least one day of the week."]
        if self.country and self.country not in REGIONS:
            found["country"] = ["No calendar of public holidays is known for this country."]
        elif self.region and self.region not in REGIONS.get(self.country, ()):
            found["region"] = ["This country has no such region with holidays of its own."]
        return found
