"""Whose an address is: the six levels, the segments, the faults, and never by chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL
from salesops.territories.domain.geography import Place
from salesops.territories.domain.maps import AE, SDR, Assignment, Plan, Rule, Span, Territory, TerritoryMap
from salesops.territories.domain.resolving import Override, resolve
from salesops.territories.domain.segments import SEGMENTS, segment_on

DAY = date(2026, 6, 1)
SAN_JOSE = Place("US", "US-CA", "95113", city="San Jose")


def map_of(*rules: Rule, **more: object) -> TerritoryMap:
    """Return a map in which everybody has the territory of their number."""
    names = {rule.territory_id: f"T{rule.territory_id}" for rule in rules}
    territories = {pk: Territory(pk, name, "emea") for pk, name in names.items()}
    people = tuple(Assignment(pk, pk, AE, 100 + pk, Span(date(2026, 1, 1))) for pk in territories)
    known = {"territories": territories, "assignments": people, "vps": {"americas": 7, "emea": 8, "japac": 9}} | more
    return TerritoryMap(plans=(Plan(1, date(2026, 1, 1), rules),), people={8: "Tomas"}, **known)  # type: ignore[arg-type]


class TestPrecedence:
    @pytest.mark.parametrize(
        ("nodes", "winner", "words"),
        [
            (["americas"], 0, "Theatre Americas covers Bay Area and belongs to T0; no other rule covers it."),
            (["americas", "US"], 1, "Country United States beats theatre Americas"),
            (["US", "US-CA", "americas"], 1, "State California beats country United States"),
            (["US-CA", "bay_area", "US"], 1, "Metro Bay Area beats state California, because a metro is the narrower"),
        ],
    )
    def test_the_narrower_place_wins(self, nodes: list[str], winner: int, words: str) -> None:
        rules = [Rule(n, n, node) for n, node in enumerate(nodes)]
        found = resolve(map_of(*rules), SAN_JOSE, MID_MARKET, DAY)
        assert (found.verdict, found.rule_id, found.owner_id) == ("owned", winner, 100 + winner)
        assert words in found.explanation

    def test_region_beats_theatre(self) -> None:
        found = resolve(map_of(Rule(1, 1, "emea"), Rule(2, 2, "dach")), Place("AT"), SMALL, DAY)
        assert found.rule_id == 2
        assert [each.fate for each in found.candidates] == ["wins", "beaten"]

    def test_a_named_segment_beats_any_segment_of_the_same_place(self) -> None:
        known = map_of(Rule(1, 1, "IN"), Rule(2, 2, "IN", frozenset({ENTERPRISE})))
        assert resolve(known, Place("IN"), ENTERPRISE, DAY).rule_id == 2
        assert resolve(known, Place("IN"), SMALL, DAY).rule_id == 1

    def test_a_narrower_place_beats_a_named_segment(self) -> None:
        known = map_of(Rule(1, 1, "US", frozenset({MID_MARKET})), Rule(2, 2, "US-CA"))
        assert resolve(known, SAN_JOSE, MID_MARKET, DAY).rule_id == 2

    def test_a_named_account_beats_every_place(self) -> None:
        known = map_of(Rule(1, 1, "bay_area"), Rule(2, 2, "JP"))
        found = resolve(known, SAN_JOSE, MID_MARKET, DAY, Override(5, 2, "Their board sits in Tokyo."))
        assert (found.owner_id, found.rule_id) == (102, None)
        assert found.explanation == "Named account of T2: Their board sits in Tokyo."


class TestFaults:
    def test_nobody_is_picked_between_equals(self) -> None:
        found = resolve(map_of(Rule(1, 1, "DE"), Rule(2, 2, "DE")), Place("DE"), SMALL, DAY)
        assert (found.verdict, found.territory_id, found.rule_id, found.owner_id) == ("overlap", None, None, 8)
        assert "Rules 1 (T1) and 2 (T2) both cover country Germany." in found.explanation
        assert "Meanwhile Tomas holds it, 30 days at most." in found.explanation

    def test_equals_for_other_segments_do_not_meet(self) -> None:
        known = map_of(Rule(1, 1, "DE", frozenset({SMALL})), Rule(2, 2, "DE", frozenset({ENTERPRISE})))
        assert resolve(known, Place("DE"), SMALL, DAY).rule_id == 1
        assert resolve(known, Place("DE"), MID_MARKET, DAY).verdict == "gap"

    def test_a_gap_goes_to_the_regional_vp_for_now(self) -> None:
        found = resolve(map_of(Rule(1, 1, "DE")), Place("FR"), MID_MARKET, DAY)
        assert (found.verdict, found.owner_id, found.is_temporary) == ("gap", 8, True)
        assert found.explanation.startswith("No rule of plan v1 covers France for mid-market.")

    def test_an_address_without_a_country_is_nobodys(self) -> None:
        found = resolve(map_of(Rule(1, 1, "DE")), Place(""), MID_MARKET, DAY)
        assert (found.verdict, found.owner_id) == ("gap", None)

    def test_before_the_first_plan_everything_is_a_gap(self) -> None:
        assert resolve(map_of(Rule(1, 1, "DE")), Place("DE"), SMALL, date(2025, 12, 31)).plan is None

    def test_a_territory_without_a_person_is_vacant(self) -> None:
        found = resolve(map_of(Rule(1, 1, "DE"), assignments=()), Place("DE"), SMALL, DAY)
        assert (found.verdict, found.territory_id, found.owner_id) == ("vacant", 1, 8)

    def test_two_executives_of_one_territory_are_told_and_not_chosen_from(self) -> None:
        both = tuple(Assignment(n, 1, AE, 100 + n, Span(date(2026, 1, 1))) for n in (1, 2))
        found = resolve(map_of(Rule(1, 1, "DE"), assignments=both), Place("DE"), SMALL, DAY)
        assert (found.verdict, found.owner_id) == ("double", 8)

    def test_the_sales_developer_is_named_beside_the_executive(self) -> None:
        both = (Assignment(1, 1, AE, 101, Span()), Assignment(2, 1, SDR, 102, Span()))
        found = resolve(map_of(Rule(1, 1, "DE"), assignments=both), Place("DE"), SMALL, DAY)
        assert (found.owner_id, found.sdr_id, found.sellers) == (101, 102, {101, 102})


class TestDays:
    def test_days_are_half_open(self) -> None:
        rule = Rule(1, 1, "DE", span=Span(date(2026, 3, 1), date(2026, 4, 1)))
        known = map_of(rule, assignments=(Assignment(1, 1, AE, 101, Span()),))
        days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
        assert [resolve(known, Place("DE"), SMALL, day).verdict for day in days] == ["gap", "owned", "owned", "gap"]

    def test_a_later_plan_takes_over_on_its_first_day(self) -> None:
        later = Plan(2, date(2026, 7, 1), (Rule(2, 2, "DE"),))
        known = map_of(Rule(1, 1, "DE"), Rule(9, 2, "FR")).with_plan(later)
        days = [date(2026, 6, 30), date(2026, 7, 1)]
        assert [resolve(known, Place("DE"), SMALL, day).rule_id for day in days] == [1, 2]

    def test_a_segment_stays_for_its_fiscal_year(self) -> None:
        # From 60 people to 300 in May 2026: small for all of 2026, and for 2025 before it.
        frozen = {2026: SMALL}
        assert segment_on(date(2025, 7, 1), 300, frozen) == SMALL
        assert segment_on(date(2026, 12, 31), 300, frozen) == SMALL
        assert segment_on(date(2027, 1, 1), 300, frozen) == MID_MARKET


def rules() -> st.SearchStrategy[list[Rule]]:
    """Return rules on places that lie within each other, so that they meet."""
    nodes = st.sampled_from(["americas", "emea", "latam", "dach", "US", "DE", "US-CA", "US-TX", "bay_area", "houston"])
    made = st.tuples(st.integers(1, 4), nodes, st.frozensets(st.sampled_from(SEGMENTS), max_size=2))
    return st.lists(made, min_size=1, max_size=12).map(
        lambda rows: [Rule(n, *row) for n, row in enumerate(rows, start=1)]
    )


class TestOrder:
    @given(rules(), st.sampled_from([SAN_JOSE, Place("US", "US-TX", "77001"), Place("DE"), Place("BR")]),
           st.sampled_from(SEGMENTS), st.integers(0, 2**32))  # fmt: skip
    def test_the_order_in_which_rules_and_people_came_never_matters(
        self, drawn: list[Rule], place: Place, segment: str, seed: int
    ) -> None:
        known = map_of(*drawn)
        mixed, people = list(drawn), list(known.assignments)
        Random(seed).shuffle(mixed)
        Random(seed + 1).shuffle(people)
        other = map_of(*mixed, assignments=tuple(people), territories=known.territories)
        assert resolve(known, place, segment, DAY) == resolve(other, place, segment, DAY)

    @given(rules(), st.sampled_from([SAN_JOSE, Place("US", "US-TX", "77001"), Place("DE"), Place("BR")]),
           st.sampled_from(SEGMENTS), st.integers(0, 2**32))  # fmt: skip
    def test_nor_do_the_numbers_they_got(self, drawn: list[Rule], place: Place, segment: str, seed: int) -> None:
        numbers = [rule.id for rule in drawn]
        Random(seed).shuffle(numbers)
        renumbered = [replace(rule, id=number) for rule, number in zip(drawn, numbers, strict=True)]
        one, other = (resolve(map_of(*each), place, segment, DAY) for each in (drawn, renumbered))
        assert (one.verdict, one.territory_id, one.owner_id) == (other.verdict, other.territory_id, other.owner_id)

    def test_of_two_plans_of_one_day_the_later_version_holds_whichever_came_first(self) -> None:
        plans = [Plan(n, date(2026, 1, 1), (Rule(n, n, "DE"),)) for n in (1, 2)]
        base = map_of(Rule(1, 1, "DE"), Rule(2, 2, "DE"))
        for order in (plans, plans[::-1]):
            assert resolve(replace(base, plans=tuple(order)), Place("DE"), SMALL, DAY).territory_id == 2
