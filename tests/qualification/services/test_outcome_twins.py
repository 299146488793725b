"""The outcome in SQL and the outcome in Python are one, whatever the criteria and the numbers (domain §4.4)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualification.domain.poc_outcome import OUTCOMES, compute_outcome
from qualification.domain.success_plan import number
from qualification.services.poc_results import results_of_poc
from tests.cast import Cast
from tests.qualification.proof import Proof
from tests.story import Deal

pytestmark = pytest.mark.django_db

SETS = 600
# Around a target of t: exactly on it, a hair beside it, on the 20 % and a hair beside that.
NEAR = ("0", "0.0001", "-0.0001", "0.2", "-0.2", "0.1999", "-0.1999", "1")
TARGETS = ("0", "100", "-100", "1,000", "1,234,567.5", "0.0001", "-.5", "+7", " 12 ", "9999999999999", "2", "1.",
           "1e3", "1_000", "\u0661\u0660", "NaN", "", "fast", "0.00001", "\t5")  # fmt: skip
LEVELS = ("metrics", "champion", "competition")


@st.composite
def proofs(draw: Any) -> list[dict[str, Any]]:
    """Return criteria, each with what was measured; every priority may be missing."""
    found = []
    for index in range(draw(st.integers(1, 7))):
        target = draw(st.sampled_from(TARGETS) | st.decimals(-1000, 1000, places=4).map(str))
        category = draw(st.sampled_from(["technical", "business", "technical", "relationship"]))
        found.append(
            {
                "key": f"c{index}",
                "text": f"Criterion {index}",
                "category": category,
                "priority": draw(st.sampled_from(["must", "must", "should", "could"])),
                "metric": draw(st.sampled_from(LEVELS)),
                "unit": "",
                "direction": draw(st.sampled_from([">=", "<=", "="])),
                "baseline": "",
                "target": draw(st.sampled_from("0123")) if category == "relationship" else target,
                "measured": [draw(measured(target)) for _ in range(draw(st.integers(0, 2)))],
            }
        )
    return found


def measured(target: str) -> st.SearchStrategy[str]:
    """Return values that pass, that fail, and that lie on every edge of the target."""
    at = number(target)
    if at is None:
        return st.sampled_from(["0", "5", "1000"])
    edges = [at + abs(at) * share for share in (number("0.2"), number("-0.2")) if share is not None]
    steps = [at + step for text in NEAR if (step := number(text)) is not None]
    return st.sampled_from([f"{each:.4f}" for each in [at, *edges, *steps]]) | st.sampled_from(["0", "-1", "1000000"])


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A running POC of a deal with three MEDDPICC levels; its plan and numbers are written per example."""
    deal = Deal(cast)
    for component, level in (("metrics", 1), ("champion", 2), ("competition", 2)):
        deal.assess(component, level)
    proof = Proof(deal)
    proof.write()
    proof.hold("getting_started")
    return proof


class Bench:
    """Writes plans and numbers straight into the tables and reads what both sides make of them."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.number = 1
        self.terms = dict(proof.row.plans.get().terms)
        self.now = proof.deal.now + timedelta(minutes=1)

    def outcomes(self, criteria: list[dict[str, Any]]) -> tuple[str, str]:
        """Return the outcome in Python and in SQL."""
        self.number += 1
        named = [{**each, "key": f"{each['key']}-{self.number}"} for each in criteria]
        values = [(each["key"], value) for each in named for value in each.pop("measured")]
        terms = json.dumps({**self.terms, "criteria": named})
        person = self.proof.ana.user_id
        relations = {each["key"] for each in named if each["category"] == "relationship"}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO qualification_successplan (poc_id, number, terms, fingerprint, by_id, at) "
                "VALUES (%s, %s, %s, '', %s, %s)",
                [self.proof.id, self.number, terms, person, self.now],
            )
            for key, value in values:
                if key not in relations:
                    cursor.execute(
                        "INSERT INTO qualification_measurement (poc_id, criterion, value, note, by_id, at) "
                        "VALUES (%s, %s, %s, '', %s, %s)",
                        [self.proof.id, key, value, person, self.now],
                    )
            cursor.execute("SELECT poc_outcome(%s, %s)", [self.proof.id, self.now])
            in_sql: str = cursor.fetchone()[0]
            in_python = compute_outcome(results_of_poc(self.proof.row, self.now)).name
            transaction.set_rollback(True)
        return in_python, in_sql


def test_agree_on_every_set_of_criteria(proof: Proof) -> None:
    bench = Bench(proof)
    seen: Counter[str] = Counter()

    @given(criteria=proofs())
    @settings(
        max_examples=SETS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def agree(criteria: list[dict[str, Any]]) -> None:
        in_python, in_sql = bench.outcomes([dict(each) for each in criteria])
        assert in_python == in_sql
        seen[in_python] += 1

    agree()
    assert set(seen) == set(OUTCOMES) - {"abandoned"}  # the sets reach every outcome, or they prove little
    assert seen.total() >= 500


@pytest.mark.parametrize("text", TARGETS)
def test_read_the_same_numbers(db: None, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT poc_number(%s)", [text])
        assert cursor.fetchone()[0] == number(text)
