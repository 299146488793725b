"""The main job: a deal is told why it cannot advance, gets what is missing, advances, and is won."""

from __future__ import annotations

import pytest

from opportunities.models import StageEvent
from opportunities.services.advance import advance
from opportunities.services.confirm_won import confirm_won
from salesops.core.errors import Conflict, Refused
from tests.cast import Cast
from tests.story import Deal

pytestmark = pytest.mark.django_db


def test_a_seller_moves_a_deal_through_its_gates(cast: Cast) -> None:
    deal = Deal(cast)

    with pytest.raises(Conflict) as refused:
        advance(**deal.known())
    assert refused.value.code == "R17"
    assert [item["id"] for item in refused.value.facts["criteria"]] == ["D-1", "D-2", "D-3", "D-4", "1-M"]
    assert deal.row.stage == "discovery"

    deal.open_discovery_gate()
    moved = advance(**deal.known())
    assert (moved.from_stage, moved.to_stage) == ("discovery", "negotiation")

    deal.open_negotiation_gate()
    with pytest.raises(Refused) as own:
        confirm_won(**deal.known())
    assert own.value.code == "R15"

    confirm_won(**deal.known(cast.naomi))
    row = deal.row
    assert (row.stage, row.stage_kind, row.probability) == ("closed_won", "won", 100)
    events = StageEvent.objects.filter(opportunity=row).order_by("seq")
    assert [(event.seq, event.move, event.to_stage) for event in events] == [
        (1, "created", "discovery"),
        (2, "forward", "negotiation"),
        (3, "won", "closed_won"),
    ]
