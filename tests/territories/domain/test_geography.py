"""Where an address lies: every country once, metros by county or postal code."""

from __future__ import annotations

from collections import Counter

import pycountry
import pytest

from salesops.territories.domain.geography import Place, chain_of, theatre_of
from salesops.territories.domain.regions import OWN_COUNTRIES, REGIONS, THEATRES


def keys(place: Place) -> list[str]:
    """Return the places an address lies in."""
    return [node.key for node in chain_of(place)]


def test_every_country_lies_in_one_region() -> None:
    named = Counter([*OWN_COUNTRIES, *(code for _, _, codes in REGIONS.values() for code in codes.split())])
    assert named == Counter(country.alpha_2 for country in pycountry.countries)
    assert {theatre for _, theatre, _ in REGIONS.values()} <= set(THEATRES)


@pytest.mark.parametrize("code", [country.alpha_2 for country in pycountry.countries])
def test_every_country_ends_in_a_theatre(code: str) -> None:
    assert theatre_of(code) in THEATRES


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (Place("US", "US-CA", "95113"), "bay_area"),
        (Place("US", "US-CA", "94107-1234"), "bay_area"),
        (Place("US", "US-CA", "95060"), "US-CA"),  # Santa Cruz shares its 950 with San Jose's neighbours
        (Place("US", "", "75201"), "dallas_fort_worth"),
        (Place("US", "US-CA", county="Santa Clara"), "bay_area"),
        (Place("US", "US-CA", county="Santa Clara County"), "bay_area"),
        (Place("US", "US-CA", "95113", county="Fresno"), "US-CA"),  # a county that is known has the word
        (Place("US", "US-NY", "75201"), "US-NY"),  # a postal code of another state says nothing
        (Place("US", "US-TX", "77001"), "houston"),
        (Place("US", "US-TX", "78701"), "austin_san_antonio"),
        (Place("US", "US-TX", "79901"), "US-TX"),
        (Place("MX", "MX-CMX", "94100"), "MX"),  # postal codes of other countries are not asked
        (Place("DE", "DE-BY"), "DE"),
        (Place("IN", "IN-KA"), "IN-KA"),
        (Place("US", "CA-ON"), "US"),  # a subdivision of another country is not believed
    ],
)
def test_an_address_starts_at_its_narrowest_place(place: Place, found: str) -> None:
    assert keys(place)[0] == found


def test_a_metro_lies_in_its_state_though_nobody_named_it() -> None:
    assert keys(Place("US", "", "94107")) == ["bay_area", "US-CA", "US", "americas"]


def test_an_unknown_country_lies_nowhere() -> None:
    assert keys(Place("XX")) == []
    assert theatre_of("XX") == ""
