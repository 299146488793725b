"""What kind of customer an account is: by rule, by a person's word, and over time (domain §9.3)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.domain.customers import KINDS, Override, Term, classify_customer, history

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


def term(since: int, until: int) -> Term:
    """A term so many days from today."""
    return Term("Metering", TODAY + since * DAY, TODAY + until * DAY)


@pytest.mark.parametrize(
    ("terms", "kind", "words"),
    [
        ([], "prospect", "never had an agreement"),
        ([term(1, 366)], "prospect", "never had an agreement"),
        ([term(0, 365)], "commit", "Metering runs until 1 Jun 2027."),
        ([term(-365, 0)], "commit", "runs until 1 Jun 2026."),
        ([term(-365, -1)], "former", "ended on 31 May 2026; none runs now."),
        ([term(-800, -400), term(-30, 335)], "commit", "runs until"),
    ],
)
def test_the_rule(terms: list[Term], kind: str, words: str) -> None:
    found = classify_customer(terms, [], TODAY)
    assert found.kind == kind
    assert words in found.sentence
    assert found.context


@pytest.mark.parametrize(("said", "until", "kind"), [(-5, 0, "former"), (-5, -1, "commit"), (1, 5, "commit")])
def test_a_persons_word_counts_from_its_day_until_its_last(said: int, until: int, kind: str) -> None:
    word = Override("former", TODAY + until * DAY, "They cancelled.", "Kim", TODAY + said * DAY)
    assert classify_customer([term(-10, 300)], [word], TODAY).kind == kind


def test_the_newest_word_counts_alone() -> None:
    words = [
        Override("former", TODAY + 90 * DAY, "First.", "Kim", TODAY - 2 * DAY),
        Override("prospect", TODAY - DAY, "Second.", "Kim", TODAY - 2 * DAY),
    ]
    assert classify_customer([term(-10, 300)], words, TODAY).kind == "commit"
    assert classify_customer([term(-10, 300)], words[::-1], TODAY).sentence.endswith("First.")


def test_the_past_is_told_from_what_was_bought_and_said() -> None:
    word = Override("former", TODAY - 20 * DAY, "They cancelled.", "Kim", TODAY - 30 * DAY)
    past = history([term(-365, -1)], [word], TODAY)
    assert [(since - TODAY, each.kind) for since, each in past] == [
        (0 * DAY, "former"),
        (-19 * DAY, "commit"),
        (-30 * DAY, "former"),
        (-365 * DAY, "commit"),
    ]


@given(st.lists(st.tuples(st.integers(-900, 30), st.integers(0, 900)), max_size=6))
def test_the_newest_of_the_past_is_what_it_is(spans: list[tuple[int, int]]) -> None:
    terms = [term(since, since + length) for since, length in spans]
    past, now = history(terms, [], TODAY), classify_customer(terms, [], TODAY)
    assert now.kind in KINDS
    assert (past[0][1].kind if past else "prospect") == now.kind
    assert all(newer > older for (newer, _), (older, _) in pairwise(past))
