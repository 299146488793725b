"""The metros that are cut out of their state, by county or by the beginning of the postal code (domain §5.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metro:
    """One metro: where it lies, its counties in lower case, and how its postal codes begin."""

    key: str
    name: str
    subdivision: str
    counties: frozenset[str]
    prefixes: tuple[str, ...]


def _metro(key: str, name: str, subdivision: str, counties: str, prefixes: str) -> Metro:
    named = frozenset(county.strip().lower() for county in counties.split(","))
    return Metro(key, name, subdivision, named, tuple(prefixes.split()))


METROS = (
    _metro(
        "bay_area",
        "Bay Area",
        "US-CA",
        "Alameda, Contra Costa, Marin, Napa, San Francisco, San Mateo, Santa Clara, Solano, Sonoma",
        # 950 is shared with Santa Cruz and Monterey, so that its places are named one by one.
        "940 941 943 944 945 946 947 948 949 951 954 95002 95008 95009 95011 95013 95014 95015 95020 95021 95026 "
        "95030 95031 95032 95035 95036 95037 95038 95042 95044 95046 9505 95070 95071",
    ),
    _metro(
        "dallas_fort_worth",
        "Dallas–Fort Worth",
        "US-TX",
        "Collin, Dallas, Denton, Ellis, Hunt, Johnson, Kaufman, Parker, Rockwall, Tarrant, Wise",
        "750 751 752 753 760 761 762",
    ),
    _metro(
        "houston",
        "Houston",
        "US-TX",
        "Austin, Brazoria, Chambers, Fort Bend, Galveston, Harris, Liberty, Montgomery, Waller",
        "770 772 773 774 775",
    ),
    _metro(
        "austin_san_antonio",
        "Austin–San Antonio",
        "US-TX",
        "Atascosa, Bandera, Bastrop, Bexar, Caldwell, Comal, Guadalupe, Hays, Kendall, Medina, Travis, Williamson, "
        "Wilson",
        "780 781 782 786 787",
    ),
)


def metro_of(subdivision: str, county: str, postal_code: str) -> Metro | None:
    """This function will return the metro of a US address, or None (domain §5.1).

    A county decides where it is known, within its state; else the longest beginning of the postal code does.
    """
    there = [metro for metro in METROS if subdivision in ("", metro.subdivision)]
    named = county.strip().lower().removesuffix(" county")
    if named and subdivision:
        return next((metro for metro in there if named in metro.counties), None)
    code = postal_code.strip()
    fitting = [(len(prefix), metro) for metro in there for prefix in metro.prefixes if code.startswith(prefix)]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None
