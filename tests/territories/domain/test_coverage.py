"""Coverage: every cell, what is wrong, what mends it, and how it reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from salesops.accounts.domain.segments import ENTERPRISE, MID_MARKET, SMALL
from salesops.territories.domain.coverage import cover, cover_ahead, fingerprint, problems
from salesops.territories.domain.geography import leaves
from salesops.territories.domain.maps import AE, SDR, Assignment, Plan, Rule, Span, Territory, TerritoryMap
from salesops.territories.domain.outline import outline
from salesops.territories.domain.segments import SEGMENTS

DAY = date(2026, 6, 1)
NAMES = ("Americas", "Bay Area", "EMEA but Rest", "India Enterprise", "Rest of APAC", "Again")


def atlas(*more: Rule, vacant: int = 0) -> TerritoryMap:
    """Return a map without Rest of EMEA and without small companies of India."""
    emea = ("uk_ireland", "dach", "nordics", "benelux", "middle_east", "africa")
    rules = [
        Rule(1, 1, "americas"),
        Rule(2, 2, "bay_area"),
        *(Rule(10 + n, 3, node) for n, node in enumerate(emea)),
        Rule(4, 4, "IN", frozenset({ENTERPRISE, MID_MARKET})),
        Rule(5, 5, "rest_of_apac"),
        *more,
    ]
    return TerritoryMap(
        plans=(Plan(1, date(2026, 1, 1), tuple(rules)),),
        territories={n: Territory(n, name, "emea") for n, name in enumerate(NAMES, start=1)},
        assignments=tuple(Assignment(n, n, AE, 100 + n, Span()) for n in range(1, 7) if n != vacant),
        people={100 + n: f"Person {n}" for n in range(1, 7)},
    )


class TestProblems:
    def test_a_bare_region_is_one_problem(self) -> None:
        found = problems(atlas(), cover(atlas(), DAY))
        rest = next(each for each in found if each.where == "Rest of EMEA")
        assert (rest.verdict, rest.cells, rest.fix, rest.node, rest.theatre) == (
            "gap",
            126,
            "add_rule",
            "rest_of_emea",
            "emea",
        )

    def test_a_bare_segment_is_mended_by_widening_the_nearest_rule(self) -> None:
        known = atlas()
        india = next(each for each in problems(known, cover(known, DAY)) if each.where == "India")
        assert (india.segments, india.cells, india.fix, india.target) == ({SMALL}, 37, "widen_rule", 4)
        assert india.why == "India Enterprise could also take SMB."

    def test_an_overlap_comes_first_and_is_mended_by_ending_the_newest(self) -> None:
        known = atlas(Rule(90, 6, "bay_area", frozenset({SMALL})), Rule(91, 2, "bay_area", frozenset({SMALL})))
        first = problems(known, cover(known, DAY))[0]
        assert (first.verdict, first.where, first.segments) == ("overlap", "Bay Area", {SMALL})
        assert (first.fix, first.target, first.cells) == ("end_rule", 91, 1)
        assert first.why == "Rules 90 and 91 have the same level and segment. Nobody is picked until one ends."

    def test_a_vacant_territory_wants_a_person(self) -> None:
        known = atlas(vacant=2)
        vacant = next(each for each in problems(known, cover(known, DAY)) if each.verdict == "vacant")
        assert (vacant.where, vacant.cells, vacant.fix, vacant.target) == ("Bay Area", 3, "assign", 2)

    def test_every_faulty_cell_is_in_exactly_one_problem(self) -> None:
        known = atlas(Rule(90, 6, "US-TX"), Rule(91, 2, "US-TX"), Rule(92, 6, "FR", frozenset({MID_MARKET})), vacant=5)
        coverage = cover(known, DAY)
        assert sum(each.cells for each in problems(known, coverage)) == len(coverage.faults)

    def test_a_clean_map_has_none(self) -> None:
        known = atlas(Rule(90, 6, "rest_of_emea"), Rule(91, 6, "IN"))
        assert cover(known, DAY).is_clean
        assert problems(known, cover(known, DAY)) == []


class TestDays:
    def test_today_and_every_day_of_change_ahead(self) -> None:
        known = atlas(Rule(90, 6, "rest_of_emea", span=Span(DAY + timedelta(days=10), DAY + timedelta(days=20))))
        known = known.with_plan(Plan(2, DAY + timedelta(days=40), ()))
        days = [(each.day - DAY).days for each in cover_ahead(known, DAY)]
        assert days == [0, 10, 20, 40]
        gaps = [each.counts["gap"] for each in cover_ahead(known, DAY)]
        assert gaps[0] == gaps[2]
        assert gaps[1] == gaps[0] - 126
        assert gaps[3] == len(leaves()) * len(SEGMENTS)

    def test_another_gap_makes_another_fingerprint(self) -> None:
        same = [fingerprint([cover(atlas(), DAY)], "emea") for _ in range(2)]
        other = fingerprint([cover(atlas(Rule(90, 6, "FR")), DAY)], "emea")
        assert same[0] == same[1] != other
        assert fingerprint([cover(atlas(), DAY)], "americas") == ""

    def test_a_year_of_weekly_changes_is_covered(self, record_property: Callable[[str, object], None]) -> None:
        weekly = [
            Rule(100 + n, 6, "FR", span=Span(DAY + timedelta(days=7 * n), DAY + timedelta(days=7 * n + 7)))
            for n in range(1, 13)
        ]
        begun = time.perf_counter()
        covered = cover_ahead(atlas(*weekly), DAY)
        spent = time.perf_counter() - begun
        print(f"\n{len(covered)} days × {len(covered[0].cells)} cells in {spent:.2f} s")
        record_property("coverage_seconds", round(spent, 2))
        assert len(covered) == 14
        assert {len(each.cells) for each in covered} == {len(leaves()) * len(SEGMENTS)}


def spans() -> st.SearchStrategy[Span]:
    """Return days that begin and end on few days, so that they meet."""
    day = st.none() | st.integers(0, 4).map(lambda n: DAY + timedelta(days=30 * n))
    return st.builds(Span, day, day)


def changing_maps() -> st.SearchStrategy[TerritoryMap]:
    """Return maps of two plans whose rules and people come and go."""
    nodes = st.sampled_from(["americas", "dach", "US", "IN", "DE", "US-CA", "bay_area"])
    chosen = st.frozensets(st.sampled_from(SEGMENTS), max_size=2)
    rules = st.lists(st.tuples(st.integers(1, 6), nodes, chosen, spans()), max_size=6)
    people = st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from([AE, SDR]), st.integers(101, 106), spans()), max_size=8
    )

    def made(first: list, second: list, staff: list) -> TerritoryMap:  # type: ignore[type-arg]
        plans = (
            Plan(1, DAY - timedelta(days=9), tuple(Rule(n, *row) for n, row in enumerate(first))),
            Plan(2, DAY + timedelta(days=60), tuple(Rule(50 + n, *row) for n, row in enumerate(second))),
        )
        return replace(atlas(), plans=plans, assignments=tuple(Assignment(n, *row) for n, row in enumerate(staff)))

    return st.builds(made, rules, rules, people)


class TestAhead:
    @settings(max_examples=15, deadline=None)
    @given(changing_maps())
    def test_what_a_day_leaves_alone_is_as_if_asked_anew(self, known: TerritoryMap) -> None:
        for each in cover_ahead(known, DAY):
            kept = {cell: replace(found, day=each.day) for cell, found in each.cells.items()}
            assert kept == cover(known, each.day).cells


class TestOutline:
    def test_a_row_where_something_differs_and_none_where_nothing_does(self) -> None:
        known = atlas()
        rows = {row.name: row for row in outline(known, cover(known, DAY))}
        assert [rows[name].depth for name in ("Americas", "United States", "California", "Bay Area")] == [0, 1, 2, 3]
        assert "Germany" not in rows
        assert "Texas" not in rows
        assert rows["Bay Area"].kind == "metro, 9 counties"
        assert rows["Rest of EMEA"].faults == (("gap", ""),)
        assert rows["India"].faults == (("gap", "SMB"),)
        assert rows["India"].owners == ("Person 4",)
