"""The tree of places: theatre → region → country → subdivision → metro (domain §5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import pycountry

from salesops.territories.domain.metros import METROS, metro_of
from salesops.territories.domain.regions import OWN_COUNTRIES, REGIONS, THEATRES

WITH_SUBDIVISIONS = ("US", "CA", "IN")
# Names that lose what tells them apart where they are cut at the comma.
SHORT_NAMES = {"CD": "DR Congo", "VG": "British Virgin Islands", "VI": "US Virgin Islands"}
SUBDIVISION_WORDS = {"US": "state", "CA": "province", "IN": "state"}


class Level(IntEnum):
    """How narrow a place is; the narrower wins (domain §5.2). Two places of one level never overlap."""

    THEATRE = 1
    REGION = 2
    COUNTRY = 3
    SUBDIVISION = 4
    METRO = 5
    ACCOUNT = 6

    @property
    def word(self) -> str:
        """The word a person reads."""
        return "named account" if self is Level.ACCOUNT else self.name.lower()


@dataclass(frozen=True, slots=True)
class Node:
    """One place of the tree. Keys: `emea`, `dach`, `DE`, `US-CA`, `bay_area`; a theatre hangs below nothing."""

    key: str
    level: Level
    name: str
    parent: str

    @property
    def word(self) -> str:
        """What kind of place it is, in the words of its country."""
        return SUBDIVISION_WORDS[self.key[:2]] if self.level is Level.SUBDIVISION else self.level.word


@dataclass(frozen=True, slots=True)
class Place:
    """An address as far as territories ask: ISO codes (`US`, `US-CA`), postal code, county, city."""

    country: str
    subdivision: str = ""
    postal_code: str = ""
    county: str = ""
    city: str = ""

    def __str__(self) -> str:
        area = tree()[self.subdivision].name if self.subdivision in tree() else self.subdivision
        country = tree()[self.country].name if self.country in tree() else self.country
        parts = (self.city, self.county and f"{self.county} County", f"{area} {self.postal_code}".strip(), country)
        return ", ".join(part for part in parts if part)


@cache
def tree() -> dict[str, Node]:
    """This function will return every place by its key, parents before children (domain §5.1)."""
    found = [Node(key, Level.THEATRE, name, "") for key, name in THEATRES.items()]
    found += [Node(key, Level.REGION, name, theatre) for key, (name, theatre, _) in REGIONS.items()]
    above = OWN_COUNTRIES | {code: key for key, (_, _, codes) in REGIONS.items() for code in codes.split()}
    countries = sorted(pycountry.countries, key=lambda country: str(country.alpha_2))
    for country in countries:
        code, full = country.alpha_2, getattr(country, "common_name", country.name)
        found.append(Node(code, Level.COUNTRY, SHORT_NAMES.get(code, full.split(",")[0]), above[code]))
    for code in WITH_SUBDIVISIONS:
        divisions = sorted((each for each in pycountry.subdivisions if each.country_code == code), key=lambda d: d.code)
        found += [Node(each.code, Level.SUBDIVISION, each.name, code) for each in divisions]
    found += [Node(metro.key, Level.METRO, metro.name, metro.subdivision) for metro in METROS]
    return {node.key: node for node in found}


def chain_of(place: Place) -> tuple[Node, ...]:
    """This function will return the places an address lies in, the narrowest first; () for an unknown country."""
    nodes = tree()
    metro = metro_of(place.subdivision, place.county, place.postal_code) if place.country == "US" else None
    if metro:
        start = metro.key
    else:
        start = place.subdivision if place.subdivision.startswith(f"{place.country}-") else place.country
    return chain_from(start if start in nodes else place.country)


@lru_cache(maxsize=1024)
def chain_from(key: str) -> tuple[Node, ...]:
    """This function will return a place and everything above it, the narrowest first; () for an unknown key."""
    nodes, chain = tree(), []
    while key in nodes:
        chain.append(nodes[key])
        key = nodes[key].parent
    return tuple(chain)


def theatre_of(key: str) -> str:
    """This function will return the theatre a place lies in, '' for an unknown key."""
    chain = chain_from(key)
    return chain[-1].key if chain else ""


@cache
def leaves() -> tuple[Node, ...]:
    """This function will list the places whose coverage is checked (domain §5.3).

    All ISO countries, the subdivisions of US, CA and IN, and the metros. A country with subdivisions stands for its
    addresses whose subdivision nobody knows.
    """
    return tuple(node for node in tree().values() if node.level >= Level.COUNTRY)
