"""Escalations over REST: programs raise and close them; no key decides one."""

from __future__ import annotations

import pytest

from approvals.models import Escalation
from approvals.services.escalate import assign_escalation
from salesops.core.errors import Invalid
from tests.cast import Cast
from tests.qualification.programs import READS, Program, at
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
ASKS = "approval:request"


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of EMEA, with somebody to put a matter to."""
    for name in ("tomas", "ingrid"):
        cast.user(name)
    return Deal(cast, more={"region": "emea"})


class TestEscalations:
    def test_are_raised_read_and_closed(self, deal: Deal) -> None:
        seller = Program("elena", READS, ASKS)
        raised = seller.post(at(deal, "escalations/"), {"severity": "high", "reason": NOTE})
        assert raised.status_code == 201
        where = f"escalations/{raised.json()['id']}/"
        assert seller.get(where).json()["closed_at"] is None
        assert len(seller.get(at(deal, "escalations/")).json()["results"]) == 1
        closed = seller.post(f"{where}close/", If_Match=raised.headers["ETag"])
        assert closed.status_code == 200
        assert closed.json()["closed_by_id"] == deal.actor.user_id
        assert seller.post(f"{where}close/", If_Match=closed.headers["ETag"]).status_code == 409

    def test_want_the_scope(self, deal: Deal) -> None:
        reader = Program("elena", READS)
        answer = reader.post(at(deal, "escalations/"), {"severity": "high", "reason": NOTE})
        assert answer.status_code == 403
        assert not Escalation.objects.exists()

    def test_say_what_is_missing(self, deal: Deal) -> None:
        answer = Program("elena", READS, ASKS).post(at(deal, "escalations/"), {"severity": "high", "reason": "Soon"})
        assert answer.status_code == 422

    def test_are_put_to_somebody_else(self, deal: Deal, cast: Cast) -> None:
        raised = Program("elena", READS, ASKS).post(at(deal, "escalations/"), {"severity": "low", "reason": NOTE})
        known = {"actor": cast.tomas, "now": deal.now, "escalation_id": raised.json()["id"]}
        row = assign_escalation(**known, leader_id=cast.user("ingrid").pk)
        assert row.assigned_to == cast.user("ingrid")
        with pytest.raises(Invalid):
            assign_escalation(**known, leader_id=deal.row.owner_id)
