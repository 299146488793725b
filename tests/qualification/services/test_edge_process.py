"""A deal of the edge process: its gates open by a signed plan and by numbers, in Python and in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from opportunities.models import StageEvent
from opportunities.services.reach_milestone import reach_milestone
from qualification.services.close_measurement import take_up_again
from qualification.services.conclude_poc import Readout, conclude_poc
from salesops.core.errors import Conflict
from tests.cast import Cast
from tests.qualification.proof import Proof, enter_edge
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A deal of the edge process that waits for its success plan to be signed."""
    deal = Deal(cast, process="nb.edge")
    enter_edge(deal)
    return Proof(deal)


def missing(deal: Deal) -> set[str]:
    """Return the criteria that keep the deal where it is."""
    with pytest.raises(Conflict) as refused:
        deal.advance()
    return {item["id"] for item in refused.value.facts["criteria"] if item["state"] in ("unmet", "stale")}


def force(deal: Deal, to: str) -> None:
    """Try to move the deal by raw statements, as the runtime role."""
    row = deal.row
    StageEvent.objects.create(
        opportunity=row, seq=row.stage_seq + 1, move="forward", from_stage=row.stage, to_stage=to, at=deal.now,
        actor_id=row.owner_id, via="sql", definition=row.definition, amount=row.amount, currency=row.currency,
        amount_reporting=row.amount_reporting, probability=row.probability, owner_id=row.owner_id,
    )  # fmt: skip


class TestTheGateToValidate:
    def test_waits_for_the_champions_signature(self, proof: Proof) -> None:
        assert missing(proof.deal) == {"3-X1"}
        proof.write()
        assert missing(proof.deal) == {"3-X1"}
        with pytest.raises(DatabaseError, match="3-X1"), transaction.atomic():
            force(proof.deal, "validate")
        proof.sign()
        proof.deal.advance()
        assert proof.deal.row.stage == "validate"


class TestTheGateToCommit:
    def test_waits_for_numbers_readout_and_tech_win(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.deal.advance()
        proof.deal.attest("4-X3")
        assert missing(proof.deal) == {"4-X1", "4-X2"}
        proof.measure("fast", "130")
        proof.measure("cheap", "9")
        proof.close()
        proof.deal.now += timedelta(hours=1)
        conclude_poc(**proof.known(), readout=Readout(proof.hold_readout(), "accept", "Offer"))
        assert missing(proof.deal) == {"4-X2"}
        with pytest.raises(DatabaseError, match="4-X2"), transaction.atomic():
            force(proof.deal, "commit")
        reach_milestone(**proof.deal.known(), key="tech_win", evidence=NOTE)
        proof.deal.advance()
        assert proof.deal.row.stage == "commit"

    def test_shuts_when_the_proof_is_taken_up_again(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.deal.advance()
        proof.deal.attest("4-X3")
        proof.measure("fast", "130")
        proof.measure("cheap", "9")
        proof.close()
        with pytest.raises(Conflict, match="the readout held"):
            reach_milestone(**proof.deal.known(), key="tech_win", evidence=NOTE)
        take_up_again(**proof.known(proof.ana), reason="A job was left out")
        assert missing(proof.deal) == {"4-X1", "4-X2"}

    def test_stays_shut_for_a_proof_that_failed(self, proof: Proof) -> None:
        proof.run_to_validation()
        proof.deal.advance()
        proof.deal.attest("4-X3")
        proof.measure("fast", "1")
        proof.close()
        assert "4-X1" in missing(proof.deal)
