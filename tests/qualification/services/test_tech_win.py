"""Tech Win is recorded only on a proof that carries it, by services and by raw statements (domain §2.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from opportunities.models import Milestone
from opportunities.services.reach_milestone import reach_milestone
from qualification.models import Poc
from qualification.services.conclude_poc import Readout, abandon_poc, conclude_poc
from salesops.core.errors import Conflict
from tests.cast import Cast
from tests.qualification.proof import Proof
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """The POC of a deal whose process has a Tech Win."""
    return Proof(Deal(cast, process="nb.edge"))


def reach(proof: Proof) -> None:
    """Record Tech Win."""
    reach_milestone(**proof.deal.known(), key="tech_win", evidence=NOTE)


def missing(proof: Proof) -> list[str]:
    """Return what the service finds missing; the database must not let it through either."""
    with pytest.raises(Conflict) as refused, transaction.atomic():
        reach(proof)
    assert refused.value.code == "tech_win_unproven"
    with pytest.raises(IntegrityError, match="does not carry it"), transaction.atomic():
        insert(proof)
    assert not Milestone.objects.exists()
    found: list[str] = refused.value.facts["missing"]
    return found


def insert(proof: Proof, key: str = "tech_win", **more: Any) -> None:
    """Write the milestone past the service, as a commit would see it."""
    deal = proof.deal
    Milestone.objects.create(
        opportunity_id=deal.id, key=key, evidence=NOTE, by_id=deal.actor.person_id, reached_at=deal.now, **more
    )
    at_commit()


def at_commit() -> None:
    """Check now what a commit would check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def measured(proof: Proof, fast: str = "130", cheap: str = "9") -> None:
    """Run the proof to its numbers."""
    proof.run_to_validation()
    proof.measure("fast", fast)
    proof.measure("cheap", cheap)
    proof.close()


def conclude(proof: Proof, verdict: str = "accept") -> None:
    """Read the results out."""
    proof.deal.now += timedelta(hours=1)
    conclude_poc(**proof.known(), readout=Readout(proof.hold_readout(), verdict, "Offer"))


READOUT, WORD = "the readout held", "the customer's acceptance of the results"


class TestIsRefused:
    def test_while_nothing_is_planned_out(self, proof: Proof) -> None:
        assert missing(proof) == ["the measurement closed", "every must passing (no plan is written)", READOUT, WORD]

    def test_while_it_runs(self, proof: Proof) -> None:
        proof.run_to_validation()
        assert missing(proof) == ["the measurement closed", "every must passing (Criterion fast)", READOUT, WORD]

    def test_until_the_readout(self, proof: Proof) -> None:
        measured(proof)
        assert missing(proof) == [READOUT, WORD]

    def test_where_a_must_failed(self, proof: Proof) -> None:
        measured(proof, fast="99")
        conclude(proof)
        assert missing(proof) == ["every must passing (Criterion fast)"]

    def test_where_the_customer_rejects(self, proof: Proof) -> None:
        measured(proof)
        conclude(proof, "reject")
        assert missing(proof) == [WORD]


class TestIsRecorded:
    @pytest.mark.parametrize("verdict", ["accept", "accept_with_reservations"])
    def test_on_an_accepted_proof(self, proof: Proof, verdict: str) -> None:
        measured(proof)
        conclude(proof, verdict)
        reach(proof)
        at_commit()
        assert Milestone.objects.get().key == "tech_win"

    def test_where_only_shoulds_failed(self, proof: Proof) -> None:
        measured(proof, cheap="11")
        assert proof.row.outcome == "partially_met"
        conclude(proof)
        reach(proof)
        at_commit()
        assert Milestone.objects.exists()

    def test_on_evidence_where_no_proof_was_run(self, cast: Cast) -> None:
        deal = Deal(cast, process="nb.edge")
        reach_milestone(**deal.known(), key="tech_win", evidence=NOTE)
        at_commit()
        assert Milestone.objects.exists()

    def test_on_evidence_where_the_proof_was_abandoned(self, proof: Proof) -> None:
        abandon_poc(**proof.known(), reason="They chose to wait a year")
        reach(proof)
        at_commit()
        assert Milestone.objects.exists()

    def test_leaves_the_other_milestones_alone(self, proof: Proof) -> None:
        insert(proof, "business_win")
        assert Milestone.objects.exists()


class TestTheDatabase:
    def test_knows_no_conclusion_without_a_readout(self, proof: Proof) -> None:
        measured(proof)
        rows = Poc.objects.filter(pk=proof.id)
        with pytest.raises(IntegrityError, match="readout"), transaction.atomic():
            rows.update(state="concluded", verdict="accept")
        early = proof.deal.row.activities.earliest("id").pk
        with pytest.raises(IntegrityError, match="readout"), transaction.atomic():
            rows.update(state="concluded", verdict="accept", readout_id=early)

    def test_does_not_bring_a_revoked_one_back(self, proof: Proof) -> None:
        insert(proof, revoked_at=proof.deal.now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Milestone.objects.update(revoked_at=None)
            at_commit()
