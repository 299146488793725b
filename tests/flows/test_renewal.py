"""A renewal from open to Closed Won: every criterion of its process fails and holds, in Python and in SQL alike."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest

from handoff.models import Agreement
from opportunities.services.confirm_won import confirm_won
from opportunities.services.file_document import change_document
from opportunities.services.lose import Loss, lose
from tests.cast import Cast
from tests.flows.standard import Act, Standard
from tests.flows.test_standard_criteria import look
from tests.opportunities.closing import open_point, settle, settle_point
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db
STAGES = ("open", "qualification", "propose", "negotiate", "signature")
# Nobody sells by a marketplace here, so nobody asks for an administrator.
NEVER_FAILS = {"R3-X3"}


class Renewal(Standard):
    """A renewal that closes by direct signature, and the acts that meet each criterion."""

    def hold(self) -> None:
        """Sell the customer something first: the agreement that is renewed."""
        sold = Deal(self.cast, account=self.deal.account, more={"term_months": 12})
        sold.open_discovery_gate()
        sold.advance()
        sold.open_negotiation_gate()
        confirm_won(**sold.known(self.cast.naomi))

    def open(self) -> list[Act]:
        """The acts that open the gate of Open."""
        other: list[Any] = []
        in_spring = self.deal.now.date() + timedelta(days=90)
        loss = Loss("duplicate", "other", NOTE, is_reengage_never=True, merged_into_id=self.deal.id)
        return [
            lambda: other.append(Deal(self.cast, account=self.deal.account, process="renewal.community")),
            lambda: self.change(renewal_date=in_spring),
            self.hold,
            lambda: lose(**other[0].known(), loss=loss),
            self.talk,
            lambda: self.attest("R1-X2"),
            lambda: self.ids.update(paper=self.file("agreement").pk),
            lambda: change_document(**self.deal.known(), document_id=self.ids["paper"], state="void"),
        ]

    def qualification(self) -> list[Act]:
        """The acts that open the gate of Qualification; customer success confirms that it is viable."""
        first = {"economic_buyer": 1, "decision_process": 1, "champion": 1, "competition": 1}
        return [
            lambda: self.attest("R2-X1", who="beatriz"),
            self.approve_offer,
            lambda: self.levels(**first),
            lambda: self.file("proposal"),
        ]

    def propose(self) -> list[Act]:
        """The acts that open the gate of Propose."""
        return [
            self.present,
            self.accept,
            lambda: settle(self.deal),
            lambda: self.attest("R3-X1"),
            lambda: self.details("decision_process", self.step(10)),
            lambda: self.attest("R3-X2"),
            lambda: self.levels(metrics=2, economic_buyer=2, decision_process=2),
            lambda: self.attest("R4-E1"),
            lambda: self.attest("R4-E2"),
        ]

    def negotiate(self) -> list[Act]:
        """The acts that open the gate of Negotiate."""
        point: list[Any] = []
        return [
            lambda: settle(self.deal, "price", state="open", note="One more round"),
            lambda: settle(self.deal, "price"),
            lambda: point.append(open_point(self.deal, "major")),
            lambda: self.file("agreement"),
            lambda: self.levels(paper_process=2),
            lambda: self.attest("R5-E2"),
            lambda: settle_point(self.deal, point[0]),
        ]

    def signature(self) -> list[Act]:
        """The acts that open the last gate."""
        return [self.name_signer, self.sign_quote]


def test_from_open_to_closed_won(cast: Cast) -> None:
    renewal = Renewal(cast, process="renewal.standard")
    deal = renewal.deal
    for stage in STAGES:
        assert deal.row.stage == stage
        seen: dict[str, set[bool]] = defaultdict(set)
        look(renewal, seen)
        for act in getattr(renewal, stage)():
            act()
            look(renewal, seen)
        look(renewal, seen, days=120)
        assert {key for key, states in seen.items() if states != {True, False}} <= NEVER_FAILS
        if stage != "signature":
            deal.advance()
    confirm_won(**deal.known(cast.naomi))
    assert deal.row.stage == "closed_won"
    assert Agreement.objects.filter(opportunity=deal.row, channel="direct_signature").exists()
