"""Every place there is has exactly one owner or a fault that is reported: on the demo's map, and on an ugly one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pycountry
import pytest

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL
from salesops.management.demo.territories import MAP
from salesops.territories.domain.coverage import cover, problems
from salesops.territories.domain.geography import WITH_SUBDIVISIONS, Place, leaves, tree
from salesops.territories.domain.maps import AE, Assignment, Plan, Rule, Span, Territory, TerritoryMap
from salesops.territories.domain.metros import METROS
from salesops.territories.domain.resolving import resolve
from salesops.territories.domain.segments import SEGMENTS

DAY = date(2026, 6, 1)
# Two equals, a hole for one segment, a territory nobody has, one that two have, and most of the world bare.
UGLY = {
    "West": ("americas", "one", (("US-CA", ()), ("bay_area", (ENTERPRISE,)), ("US", ()))),
    "Bay": ("americas", "one", (("bay_area", (ENTERPRISE, SMALL)), ("US-CA", (SMALL,)), ("US", ()))),
    "North": ("americas", "", (("CA", ()), ("CA-QC", (SMALL,)))),
    "India": ("japac", "two", (("IN", (ENTERPRISE,)), ("IN-KA", ()), ("japac", (MID_MARKET,)))),
    "Twice": ("emea", "both", (("DE", ()), ("emea", (SMALL,)), ("emea", (ENTERPRISE,)))),
}


def known_as(drawn: dict) -> TerritoryMap:  # type: ignore[type-arg]
    """Return a map of one plan; "" has nobody, "both" two people."""
    named = list(enumerate(drawn.items(), start=1))
    places = [(pk, node, frozenset(segments)) for pk, (_, (*_, rows)) in named for node, segments in rows]
    people = [(pk, person) for pk, (_, (_, who, _)) in named for person in {"": [], "both": [1, 2]}.get(who, [1])]
    return TerritoryMap(
        plans=(Plan(1, date(2026, 1, 1), tuple(Rule(n, *row) for n, row in enumerate(places, start=1))),),
        territories={pk: Territory(pk, name, theatre) for pk, (name, (theatre, *_)) in named},
        assignments=tuple(Assignment(n, pk, AE, who, Span()) for n, (pk, who) in enumerate(people, start=1)),
    )


def addresses() -> Iterator[tuple[str, Place]]:
    """Return an address in every country, in every subdivision of three, and in every metro, from the library."""
    for country in pycountry.countries:
        yield country.alpha_2, Place(country.alpha_2)
    for each in pycountry.subdivisions:
        if each.country_code in WITH_SUBDIVISIONS:
            yield each.code, Place(each.country_code, each.code)
    for metro in METROS:
        yield metro.key, Place("US", metro.subdivision, metro.prefixes[0])


def expected(known: TerritoryMap, key: str, segment: str) -> tuple[str, int | None]:
    """Say whose a place is, by walking up from it one step at a time and by nothing of the product's."""
    while key:
        here = [rule for rule in known.plans[0].rules if rule.node == key]
        for fitting in ([r for r in here if segment in r.segments], [r for r in here if not r.segments]):
            if len(fitting) > 1:
                return "overlap", None
            if fitting:
                has = sum(each.territory_id == fitting[0].territory_id for each in known.assignments)
                return ("vacant", "owned", "double")[has], fitting[0].territory_id
        key = tree()[key].parent
    return "gap", None


@pytest.mark.parametrize(
    ("drawn", "faults"), [(MAP, {"gap", "overlap"}), (UGLY, {"gap", "overlap", "vacant", "double"})]
)
def test_every_place_has_exactly_one_owner_or_a_reported_fault(drawn: dict, faults: set[str]) -> None:  # type: ignore[type-arg]
    known = known_as(drawn)
    coverage = cover(known, DAY)
    asked = 0
    for key, place in addresses():
        for segment in SEGMENTS:
            found = resolve(known, place, segment, DAY)
            assert (found.verdict, found.territory_id) == expected(known, key, segment), (key, segment)
            assert (found.verdict == "owned") == ((key, segment) not in coverage.faults)
            assert found.explanation
            asked += 1
    assert asked == len(coverage.cells) == (249 + 57 + 13 + 36 + 4) * 3
    assert {each.verdict for each in coverage.faults.values()} == faults
    assert sum(each.cells for each in problems(known, coverage)) == len(coverage.faults)


def test_the_leaves_are_all_countries_the_subdivisions_of_three_and_the_metros() -> None:
    kinds = [leaf.level.name for leaf in leaves()]
    assert kinds.count("COUNTRY") == 249
    assert kinds.count("SUBDIVISION") == 57 + 13 + 36
    assert kinds.count("METRO") == 4
    assert all(tree()[leaf.parent] for leaf in leaves())
