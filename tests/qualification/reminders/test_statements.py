"""What the finders of layer 3 cost: as many statements for twenty deals as for one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opportunities.services.amend import amend
from qualification.services.ask_question import ask_question
from qualification.services.schedule_session import schedule_session
from qualification.services.send_sign_link import send_sign_link
from tests.cast import Cast
from tests.qualification.offering import Offering
from tests.qualification.proof import Proof
from tests.qualification.reminders.conftest import MONDAY
from tests.reminders.counting import cost_of
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
MANY = 20
# The records themselves, the deals, who manages their owners (three), and those the rule tells besides.
MOST = {
    "validation_due": 9,
    "redflag_open": 6,
    "trigger_expiring": 7,
    "question_open": 5,
    "poc_plan_unsigned": 5,
    "poc_ending": 7,
    "poc_overrun": 7,
    "poc_prep": 5,
    "poc_session_overdue": 10,
    "meddpicc_stale": 5,
    "meddpicc_forced": 5,
    "cosign_wanted": 6,
}


def busy_deal(cast: Cast, number: int) -> int:
    """A deal on which every rule finds one thing at least."""
    deal = Deal(cast, account=new_account(f"Account {number}"), more={"region": "emea"}, now=MONDAY)
    deal.assess("champion", 3)
    deal.assess("decision_process", 1)
    ask_question(**deal.known(), kind="technical", text="How do you test?", contact_id=deal.contact.pk)
    offering = Offering(deal)
    offering.write()
    offering.flag("high")
    offering.clear("T04", "psv")
    offering.request()
    proof = Proof(deal)
    proof.write()
    send_sign_link(**proof.known(), contact_id=deal.contact.pk)
    schedule_session(**proof.known(proof.ana), kind="discovery", starts_at=MONDAY + timedelta(days=2))
    amend(**(deal.known() | {"now": MONDAY + timedelta(hours=1)}),
          changes={"close_date": (MONDAY + timedelta(days=150)).date()})  # fmt: skip
    return deal.id


def test_many_deals_cost_what_one_costs(cast: Cast) -> None:
    cast.user("tomas")
    ids = [busy_deal(cast, 0)]
    now = MONDAY + timedelta(days=1)
    alone = {rule: cost_of(rule, ids, now=now) for rule in MOST}
    ids += [busy_deal(cast, number) for number in range(1, MANY)]
    together = {rule: cost_of(rule, ids, now=now) for rule in MOST}
    assert {rule: found for rule, (found, _) in together.items()} == {
        rule: found * MANY for rule, (found, _) in alone.items()
    }
    assert all(found for found, _ in alone.values())
    assert {rule: cost for rule, (_, cost) in together.items()} == {rule: cost for rule, (_, cost) in alone.items()}
    assert {rule: cost for rule, (_, cost) in alone.items() if cost > MOST[rule]} == {}


def test_a_measured_proof_costs_no_more(cast: Cast) -> None:
    cast.user("tomas")
    ids = []
    for number in range(3):
        proof = Proof(Deal(cast, account=new_account(f"Account {number}"), now=MONDAY))
        proof.run_to_validation()
        proof.hold("migration_planning")
        proof.close()
        ids.append(proof.deal.id)
    now = MONDAY + timedelta(days=1)
    assert cost_of("readout_due", ids[:1], now=now) == (1, 5)
    assert cost_of("readout_due", ids, now=now) == (3, 5)


def test_deals_without_such_records_cost_one_statement_each_rule(cast: Cast) -> None:
    ids = [Deal(cast, account=new_account(f"Account {number}"), now=MONDAY).id for number in range(2)]
    proofs = ("poc_plan_unsigned", "poc_ending", "poc_overrun", "poc_prep", "readout_due")
    for rule in ("validation_due", "redflag_open", "question_open", *proofs):
        assert cost_of(rule, ids, now=MONDAY) == (0, 1)
