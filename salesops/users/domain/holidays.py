"""Public holidays of countries and their regions, and the days a workspace adds (domain §0.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pycountry
from holidays import country_holidays, list_supported_countries

REGIONS: Mapping[str, tuple[str, ...]] = {
    country: tuple(regions) for country, regions in list_supported_countries(include_aliases=False).items()
}


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, year: int) -> Mapping[date, str]:
    """This function will name the public holidays of one year; none where the library has no calendar of a country."""
    if country not in REGIONS:
        return {}
    known = region if region in REGIONS[country] else None
    # One object a year, never grown afterwards: the library's own grows while other threads read it.
    return dict(country_holidays(country, subdiv=known, years=year, expand=False, language="en_US"))


@lru_cache(maxsize=256)
def country_name(code: str) -> str:
    """This function will name a country as people call it; its code where it has no name."""
    found = pycountry.countries.get(alpha_2=code)
    return str(getattr(found, "common_name", found.name)) if found else code


@lru_cache(maxsize=256)
def names_of_regions(country: str) -> Mapping[str, str]:
    """This function will name a country's regions that have holidays of their own, by code."""
    aliases = country_holidays(country).subdivisions_aliases if country in REGIONS else {}
    named = {code: name for name, code in aliases.items()}
    return {code: named.get(code, code) for code in REGIONS.get(country, ())}


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days on which nobody of a country and region works, and those of the whole workspace."""

    country: str = ""
    region: str = ""
    own: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        """Say whether it is a day off."""
        return day in self.own or (
            isinstance(day, date) and day in public_holidays(self.country, self.region, day.year)
        )
