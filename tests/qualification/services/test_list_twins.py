"""Each list a gate asks for is read the same in Python and in SQL, whatever is on it (domain §2.5)."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.models import Activity, Stakeholder
from opportunities.services.reach_milestone import reach_milestone
from qualification.models import (
    Alignment,
    Assessment,
    ComponentDetail,
    Judgement,
    Poc,
    Question,
    Requirement,
    SecurityStep,
)
from qualification.services.conclude_poc import Readout, conclude_poc
from salesops.accounts.models import Contact
from salesops.process.domain.gate import State
from salesops.process.domain.registry import EVALUATORS, load_facts
from tests.cast import Cast
from tests.qualification.offering import PLAIN, Offering
from tests.qualification.proof import Proof
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db

# Those of this layer; the others are asked in tests/opportunities/services/test_closing_twins.py.
LISTS = sorted(
    name for name, each in EVALUATORS.items() if " of " in name and each.__module__.startswith("qualification")
)
SETS = 300
NAMED = replace(PLAIN, assumptions=("One host",), processor="Acme", tools=("Lane 3000",), schemes=("Visa",))
KINDS = ("technical", "functional", "business", "infosec")


@st.composite
def scenes(draw: Any) -> dict[str, Any]:
    """Return what is on every list of a deal: each may be empty, half done or done."""
    states = st.sampled_from(["validated", "validated", "open", "rejected", "withdrawn"])
    return {
        "requirements": draw(
            st.lists(st.tuples(st.sampled_from(KINDS), st.lists(states, max_size=2)), min_size=0, max_size=6)
        ),
        "alignments": draw(
            st.lists(st.tuples(st.sampled_from(KINDS[:3]), st.sampled_from([True, True, False])), max_size=7)
        ),
        "steps": draw(st.integers(0, 2)),
        "questions": draw(
            st.lists(st.tuples(st.sampled_from(["technical", "functional", "commercial"]), st.booleans()), max_size=3)
        ),
        "decision_criteria": draw(st.integers(0, 4)),
        "committed": draw(st.tuples(st.booleans(), st.booleans())),
        "left": draw(st.sampled_from([(), (), (0,), (1,)])),
        "is_judged_by_champion": draw(st.booleans()),
        "levels": draw(st.tuples(st.sampled_from([1, 2, 2]), st.sampled_from([0, 1, 2]))),
        "talked": draw(st.sampled_from([None, 10, 60, 61])),
        "is_measured": draw(st.booleans()),
        "poc": draw(st.sampled_from(["none", "planned", "ended"])),
        "scope": draw(st.sampled_from([None, PLAIN, NAMED, NAMED, replace(NAMED, processor="")])),
        "is_dear": draw(st.sampled_from([False, False, True])),
        "review": draw(st.sampled_from(["", "waiting", "clear", "clear", "blocked"])),
    }


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A concluded POC that met everything."""
    proof = Proof(Deal(cast, process="nb.edge"))
    Offering(proof.deal)  # who validates and clears is here before the scenes, each of which is taken back
    proof.run_to_validation()
    proof.measure("fast", "130")
    proof.measure("cheap", "8")
    proof.close()
    conclude_poc(**proof.known(), readout=Readout(proof.hold_readout(), "accept", "Offer"))
    reach_milestone(**proof.deal.known(), key="tech_win", evidence=NOTE)
    return proof


def test_agree_on_every_list(proof: Proof) -> None:
    seen: Counter[tuple[str, bool]] = Counter()

    @given(scene=scenes())
    @settings(
        max_examples=SETS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    def agree(scene: dict[str, Any]) -> None:
        with transaction.atomic():
            lay_out(proof, scene)
            for name in LISTS:
                in_python, in_sql = both(proof.deal, name)
                assert in_python == in_sql, name
                seen[name, in_sql] += 1
            transaction.set_rollback(True)

    agree()
    # Every list was met and not met, or the sets prove little.
    assert set(seen) == {(name, holds) for name in LISTS for holds in (True, False)}


def both(deal: Deal, name: str) -> tuple[bool, bool]:
    """Return what the evaluator and its twin say."""
    evaluator, of = name.split(" of ")
    known = load_facts("opportunity", [deal.id], deal.now)[deal.id]
    verdict = EVALUATORS[name](known, {"of": of}, deal.now)
    assert verdict.explanation
    assert (verdict.fix is None) == (verdict.state is State.MET)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT gate_{evaluator}(%s, %s, %s)", [deal.id, json.dumps({"of": of}), deal.now])
        return verdict.state is State.MET, cursor.fetchone()[0]


def lay_out(proof: Proof, scene: dict[str, Any]) -> None:
    """Write the scene past the services: the twins read whatever stands there."""
    deal, ana = proof.deal, proof.ana.user_id
    row = {"by_id": ana, "at": deal.now}
    for kind, states in scene["requirements"]:
        requirement = Requirement.objects.create(opportunity_id=deal.id, kind=kind, text="It runs", **row)
        for state in states:
            given = {"note": NOTE, "source_class": "customer_said", "contact_id": deal.contact.pk}
            Judgement.objects.create(requirement=requirement, state=state, **given, **row)
    for kind, is_aligned in scene["alignments"]:
        Alignment.objects.create(opportunity_id=deal.id, kind=kind, is_aligned=is_aligned, note=NOTE, **row)
    for position in range(scene["steps"]):
        day = deal.now.date()
        SecurityStep.objects.create(
            opportunity_id=deal.id, position=position, text="Step", owner_name="Nils", due_on=day
        )
    for kind, is_answered in scene["questions"]:
        said = {"answer": "Yes", "answered_by_id": ana, "answered_at": deal.now} if is_answered else {}
        Question.objects.create(
            opportunity_id=deal.id, kind=kind, text="Does it?", contact_id=deal.contact.pk, **said, **row
        )
    for index in range(scene["decision_criteria"]):
        ComponentDetail.objects.create(opportunity_id=deal.id, component="decision_criteria", text=f"Test {index}")
    _lay_out_people(deal, scene)
    _lay_out_plan(proof, scene)
    if scene["scope"]:
        _lay_out_proposal(Offering(deal, scene["scope"]), scene)


def _lay_out_people(deal: Deal, scene: dict[str, Any]) -> None:
    said = {"note": NOTE, "source_class": "customer_said", "set_by_id": deal.row.owner_id, "set_at": deal.now}
    for component, level in zip(("champion", "economic_buyer"), scene["levels"], strict=True):
        Assessment.objects.create(opportunity_id=deal.id, component=component, level=level, **said)
    Stakeholder.objects.create(opportunity_id=deal.id, contact=deal.contact, role="economic_buyer", added_at=deal.now)
    if scene["talked"] is not None:
        talk = {"kind": "call", "subject": "Price", "by_id": deal.row.owner_id, "created_at": deal.now}
        at = deal.now - timedelta(days=scene["talked"])
        Activity.objects.create(opportunity_id=deal.id, happened_at=at, **talk).contacts.add(deal.contact)


def _lay_out_proposal(offering: Offering, scene: dict[str, Any]) -> None:
    """By the services: a verdict is nothing that stands there by itself."""
    offering.write()
    offering.estimate()
    if scene["review"]:
        offering.request()
    if scene["review"] == "clear":
        offering.clear_all()
    if scene["review"] not in ("", "waiting"):
        offering.decide(scene["review"], note=NOTE)
    if scene["is_dear"]:
        offering.estimate("35")


def _lay_out_plan(proof: Proof, scene: dict[str, Any]) -> None:
    deal = proof.deal
    people = (deal.contact.pk, proof.other.pk)
    for index in scene["left"]:
        Contact.objects.filter(pk=people[index]).update(left_at=deal.now)
    if not scene["is_judged_by_champion"]:
        deal.row.stakeholders.filter(role="champion").delete()
    if scene["poc"] == "ended":
        return
    # A second proof stands before the first one; without a plan it has nobody who judges.
    deal.row.milestones.update(revoked_at=deal.now, revoked_reason="Another proof")
    newest = Poc.objects.create(opportunity_id=deal.id, lead_id=proof.ana.user_id, created_at=deal.now)
    if scene["poc"] == "planned":
        terms = dict(proof.row.plans.get().terms)
        terms["participants"] = [
            each | {"is_committed": is_committed}
            for each, is_committed in zip(terms["participants"], scene["committed"], strict=True)
        ]
        if not scene["is_measured"]:
            terms["criteria"] = [each | {"category": "relationship"} for each in terms["criteria"]]
        newest.plans.create(
            number=1, terms=terms, fingerprint="", by_id=proof.ana.user_id, at=deal.now + timedelta(minutes=1)
        )


@pytest.mark.parametrize("name", ["gate_criteria_all_pass", "gate_open_items_zero"])
def test_a_list_nobody_keeps_opens_no_gate(name: str) -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="does not exist"), transaction.atomic():
        cursor.execute(f"SELECT {name}(1, %s, now())", [json.dumps({"of": "weather"})])
