"""Bands are split and joined without a gap, and never so that a worse offer needs fewer approvers (domain §6.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approvals.domain.guardrails import Guardrails
from approvals.domain.rule_bands import JOIN, SPLIT, CannotReband, acts_on, edges_of, reband
from tests.approvals.offers import RULES

NAMES = ("discount", "acv", "payment", "term")


def test_a_band_is_split_in_the_middle_and_both_halves_are_decided_as_before() -> None:
    rules = reband(RULES, SPLIT, "discount", 1)
    assert rules.matrix.discount_edges == (10, 15, 20, 30)
    assert rules.matrix.roles[1] == rules.matrix.roles[2] == RULES.matrix.roles[1]
    assert len(rules.matrix.notices) == len(rules.matrix.roles) == 5
    assert reband(RULES, SPLIT, "acv", 2).matrix.acv_edges == (50_000, 250_000, 375_000)
    assert reband(RULES, SPLIT, "payment", 3).payment.edges == (30, 45, 60, 90)
    assert reband(RULES, SPLIT, "term", 3).term.edges == (11, 36, 48, 54)


def test_joined_bands_are_decided_as_the_worse_one() -> None:
    rules = reband(RULES, JOIN, "acv", 0)
    assert rules.matrix.acv_edges == (250_000,)
    assert [row[0] for row in rules.matrix.roles] == [row[1] for row in RULES.matrix.roles]


@pytest.mark.parametrize(
    ("act", "name", "place"),
    [
        (SPLIT, "payment", 0),
        (JOIN, "payment", 0),
        (SPLIT, "term", 1),
        (JOIN, "term", 1),
        (JOIN, "discount", 3),
        (SPLIT, "discount", 4),
        (SPLIT, "margin", 0),
        ("drop", "discount", 0),
    ],
)
def test_what_others_are_measured_by_stays(act: str, name: str, place: int) -> None:
    with pytest.raises(CannotReband, match="stays as it is"):
        reband(RULES, act, name, place)


def test_one_edge_is_left_and_nine_are_enough() -> None:
    rules = RULES
    for _ in range(2):
        rules = reband(rules, JOIN, "discount", 0)
    assert acts_on(rules, "discount", 0) == [SPLIT]
    for _ in range(8):
        rules = reband(rules, SPLIT, "acv", 2)
        if len(edges_of(rules, "acv")) == 9:
            break
    assert acts_on(rules, "acv", 2) == [JOIN]


def test_between_neighbours_there_is_no_room() -> None:
    tight = replace(RULES, payment=replace(RULES.payment, edges=(Decimal(30), Decimal(31), Decimal(60))))
    with pytest.raises(CannotReband, match="Between 30 and 31 there is no room"):
        reband(tight, SPLIT, "payment", 1)


@given(st.lists(st.tuples(st.sampled_from([SPLIT, JOIN]), st.sampled_from(NAMES), st.integers(0, 9)), max_size=20))
def test_whatever_is_done_the_rules_can_be_published_and_stored(acts: list[tuple[str, str, int]]) -> None:
    rules = RULES
    for act in acts:
        try:
            rules = reband(rules, *act)
        except CannotReband:
            continue
    assert rules.problems() == []
    assert Guardrails.read(rules.as_json()) == rules
    assert all(low < high for name in NAMES for low, high in pairwise(edges_of(rules, name)))
