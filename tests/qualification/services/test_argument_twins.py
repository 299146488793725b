"""The arguments of the standard process: steps that are secured, a skip that is approved (domain §2.5, §2.6)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.domain.facts import OpportunityFacts
from qualification.criteria.evaluators import plan_signed, poc_outcome_in
from qualification.domain.proof import ProofFacts
from qualification.models import ComponentDetail
from salesops.process.domain.gate import State
from salesops.process.domain.registry import EVALUATORS, load_facts
from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db
NAME, ARGS = "decision_steps_complete", {"within_days": 14}
DAYS = st.sampled_from([None, -1, 0, 1, 14, 15])


def test_agree_on_every_step(cast: Cast) -> None:
    deal = Deal(cast)
    seen: Counter[bool] = Counter()

    @given(steps=st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["Nils", "Nils", "Nils", ""])), max_size=2))
    @settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def agree(steps: list[tuple[int | None, int | None, str]]) -> None:
        with transaction.atomic():
            for due, secured, approver in steps:
                ComponentDetail.objects.create(
                    opportunity_id=deal.id,
                    component="decision_process",
                    text="Step",
                    owner_name="Kari",
                    approver=approver,
                    due_on=_day(deal, due),
                    secured_on=_day(deal, secured),
                )
            for args in (ARGS, {}):
                in_python, in_sql = _both(deal, args)
                assert in_python == in_sql, (args, steps)
            seen[_both(deal, ARGS)[1]] += 1
            transaction.set_rollback(True)

    agree()
    assert set(seen) == {True, False}


class Known:
    """The facts of a deal whose POC may be skipped."""

    def __init__(self, *, wins: set[str], **proof: Any) -> None:
        self.parts = {ProofFacts: ProofFacts(**proof), OpportunityFacts: Mock(milestones=frozenset(wins))}

    def part(self, kind: Any) -> Any:
        """Return the facts of that class."""
        return self.parts[kind]


@pytest.mark.parametrize(
    ("args", "is_approved", "wins", "holds"),
    [
        ({"or_approved": "poc_skip"}, True, {"tech_win"}, True),
        ({"or_approved": "poc_skip"}, True, set(), False),
        ({"or_approved": "poc_skip"}, False, {"tech_win"}, False),
        ({}, True, {"tech_win"}, False),
    ],
)
def test_an_approved_skip_does_with_a_tech_win(args: Any, is_approved: bool, wins: set[str], holds: bool) -> None:
    known: Any = Known(wins=wins, is_skip_approved=is_approved)
    verdict = poc_outcome_in(known, {"outcomes": ["met"], **args}, timezone.now())
    assert (verdict.state is State.MET) == holds
    assert (plan_signed(known, args, timezone.now()).state is State.MET) == (is_approved and bool(args))


def _day(deal: Deal, days: int | None) -> Any:
    return None if days is None else deal.now.date() + timedelta(days=days)


def _both(deal: Deal, args: dict[str, Any]) -> tuple[bool, bool]:
    known = load_facts("opportunity", [deal.id], deal.now)[deal.id]
    verdict = EVALUATORS[NAME](known, args, deal.now)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT gate_{NAME}(%s, %s, %s)", [deal.id, json.dumps(args), deal.now])
        return verdict.state is State.MET, cursor.fetchone()[0]
