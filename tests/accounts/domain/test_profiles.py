"""Both profiles as data: read as they were written, refused where they contradict themselves, compared in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesops.accounts.domain.icp import IcpRules
from salesops.accounts.domain.personas import PersonaRules
from salesops.accounts.domain.profiles import changes, read_rules
from tests.accounts.profiles import FIRST

WORDS = st.frozensets(st.text("abcdefghij", min_size=1, max_size=5), max_size=4)
SIZES = st.tuples(st.integers(0, 10**7), st.integers(0, 10**7))
ICP = st.builds(
    IcpRules, version=st.just(7), best_employees=SIZES, good_employees=SIZES, good_industries=WORDS,
    poor_industries=WORDS, excluded_countries=WORDS, least_revenue=st.decimals(0, 10**6, places=2), technologies=WORDS,
)  # fmt: skip
PERSONA = st.builds(PersonaRules, version=st.just(7), best=WORDS, good=WORDS, senior=WORDS)


@given(ICP | PERSONA)
def test_are_read_as_they_were_written_and_differ_from_themselves_in_nothing(rules: IcpRules | PersonaRules) -> None:
    kind = "icp" if isinstance(rules, IcpRules) else "persona"
    again = read_rules(kind, 7, rules.as_json())
    assert again == rules
    assert changes(rules, again) == []


def test_say_what_another_version_says_otherwise() -> None:
    other = replace(FIRST.icp, best_employees=(300, 1000), poor_industries=frozenset())
    assert [(each.what, each.old, each.new) for each in changes(FIRST.icp, other)] == [
        ("Best size", "200 to 1,000 people", "300 to 1,000 people"),
        ("Industries seldom served", "Employment, Other", "none"),
    ]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (replace(FIRST.icp, best_employees=(1000, 200)), "best_to"),
        (replace(FIRST.icp, best_employees=(40, 1000)), "good_to"),
        (replace(FIRST.icp, best_employees=(200, 5001)), "good_to"),
        (replace(FIRST.icp, poor_industries=frozenset({"retail"})), "poor_industries"),
        (replace(FIRST.icp, good_industries=frozenset({"alchemy"})), "good_industries"),
        (replace(FIRST.persona, good=frozenset({"executive"})), "good"),
        (replace(FIRST.persona, best=frozenset({"wizard"})), "best"),
    ],
)
def test_that_contradict_themselves_say_where(rules: IcpRules | PersonaRules, field: str) -> None:
    assert list(rules.problems()) == [field]


def test_that_the_house_comes_with_are_sound() -> None:
    assert FIRST.icp.problems() == FIRST.persona.problems() == {}
    assert FIRST.icp.least_revenue == Decimal(10)
