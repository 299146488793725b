"""Every move: who makes it, who may not, what it asks for, and that a refused one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from opportunities.domain.closing import Loss
from opportunities.models import Opportunity
from opportunities.services.advance import advance
from opportunities.services.change_owner import change_owner
from opportunities.services.confirm_won import confirm_won
from opportunities.services.lose import lose
from opportunities.services.reengage import reengage
from opportunities.services.reopen import reopen
from opportunities.services.send_back import send_back
from opportunities.services.skip import skip
from opportunities.services.transition import Wish, transition
from opportunities.services.void_won import void_won
from opportunities.services.waive import lift_waiver, waive
from salesops.audit.models import AuditEntry
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, SalesOpsError, StaleVersion
from salesops.users.models import WorkspaceSetting
from tests.cast import CAST, Cast
from tests.guards.test_raw_sql_gets_round_no_gate import GUARDED
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db

WHY = "The steering committee asked for another round."
LOSS = Loss("lost", "timing", "They stopped the project until the next fiscal year.", is_reengage_never=True)


def _guarded() -> str:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return str(cursor.fetchone()[0])


def _won(cast: Cast) -> Deal:
    deal = Deal(cast)
    deal.open_discovery_gate()
    deal.advance()
    deal.open_negotiation_gate()
    confirm_won(**deal.known(cast.naomi))
    return deal


def _lost(cast: Cast) -> Deal:
    deal = Deal(cast)
    lose(**deal.known(), loss=LOSS)
    return deal


Move = Callable[[dict[str, Any]], Any]
MOVES: dict[str, tuple[Callable[[Cast], Deal], Move, set[str]]] = {
    "advance": (lambda cast: _ready(cast), lambda known: advance(**known), {"elena", "tomas", "rosa", "solo"}),
    "lose": (Deal, lambda known: lose(**known, loss=LOSS), {"elena", "tomas", "rosa", "solo"}),
    "reopen": (_lost, lambda known: reopen(**known, reason=WHY), {"tomas", "rosa", "ingrid", "solo"}),
    "reengage": (_lost, lambda known: reengage(**known), {"elena"}),
    "confirm_won": (lambda cast: _closing(cast), lambda known: confirm_won(**known), {"naomi", "owen", "solo"}),
    "waive": (
        Deal,
        lambda known: waive(**known, criterion_id="D-1", reason=WHY),
        {"tomas", "rosa", "ingrid", "solo"},
    ),
    "change_owner": (
        Deal,
        lambda known: change_owner(**known, owner_id=OWNER_TO_BE[0], reason=WHY),
        {"tomas", "ingrid", "kim", "solo"},
    ),
}
OWNER_TO_BE = [0]


def _ready(cast: Cast) -> Deal:
    deal = Deal(cast)
    deal.open_discovery_gate()
    return deal


def _closing(cast: Cast) -> Deal:
    deal = _ready(cast)
    deal.advance()
    deal.open_negotiation_gate()
    return deal


@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("name", MOVES)
def test_who_may_and_who_may_not(cast: Cast, name: str, person: str) -> None:
    """Every person of the cast tries every move on Elena's deal."""
    make, act, allowed = MOVES[name]
    deal = make(cast)
    OWNER_TO_BE[0] = cast.user("arjun").pk
    before = _guarded()

    if person in allowed:
        act(deal.known(cast.actor(person)))
        return
    with pytest.raises((Refused, NotVisible)) as refused:
        act(deal.known(cast.actor(person)))
    assert refused.value.message
    assert _guarded() == before


class TestAdvance:
    """Domain §2.6."""

    def test_it_says_everything_that_is_missing_and_changes_nothing(self, cast: Cast) -> None:
        deal = Deal(cast)
        deal.write_problem()
        before = _guarded()
        with pytest.raises(Conflict) as refused:
            advance(**deal.known())
        error = refused.value
        assert error.message.endswith("4 of 5 criteria for Negotiation are not met. Nothing was changed.")
        assert all(item["explanation"] and (item["state"] == "met" or item["fix"]) for item in error.facts["criteria"])
        assert _guarded() == before

    def test_the_event_keeps_the_gate_as_it_stood(self, cast: Cast) -> None:
        deal = _ready(cast)
        waive(**deal.known(cast.tomas), criterion_id="D-3", reason=WHY)
        advance(**deal.known())
        event = deal.row.stage_events.get(seq=2)
        assert {item["id"]: item["state"] for item in event.criteria}["D-3"] == "waived"
        assert (event.amount, event.owner_id) == (deal.row.amount, deal.row.owner_id)

    def test_a_stale_version_is_told(self, cast: Cast) -> None:
        deal = _ready(cast)
        with pytest.raises(StaleVersion):
            advance(**deal.known(), expected_version=1)
        advance(**deal.known(), expected_version=deal.row.version)

    def test_a_lifted_waiver_closes_the_gate_again(self, cast: Cast) -> None:
        deal = _ready(cast)
        deal.row.stakeholders.all().delete()
        waive(**deal.known(cast.tomas), criterion_id="D-4", reason=WHY)
        lift_waiver(**deal.known(cast.tomas), criterion_id="D-4", reason=WHY)
        with pytest.raises(Conflict, match="1 of 5"):
            advance(**deal.known())
        assert deal.row.waivers.count() == 1


class TestClosing:
    """Won, lost, reopened, taken back."""

    def test_a_signature_is_never_waived(self, cast: Cast) -> None:
        deal = Deal(cast)
        with pytest.raises(Conflict, match="cannot be waived"):
            waive(**deal.known(cast.tomas), criterion_id="N-4", reason=WHY)

    def test_in_solo_mode_the_owner_confirms_and_it_is_declared(self, cast: Cast) -> None:
        WorkspaceSetting.objects.update(team_mode="solo")
        deal = Deal(cast, owner="solo")
        deal.open_discovery_gate()
        deal.advance()
        deal.open_negotiation_gate()
        confirm_won(**deal.known())
        assert AuditEntry.objects.get(action="opportunity.won.v1").data["declared_owner_operator"] is True

    def test_lost_keeps_why_and_is_reopened_where_it_left(self, cast: Cast) -> None:
        deal = _ready(cast)
        deal.advance()
        lose(**deal.known(), loss=LOSS)
        row = deal.row
        assert (row.outcome_class, row.loss_reason, row.is_reengage_never) == ("lost", "timing", True)
        with pytest.raises(Conflict, match="closed"):
            advance(**deal.known())
        reopen(**deal.known(cast.tomas), reason=WHY)
        row = deal.row
        assert (row.stage, row.stage_kind, row.loss_reason, row.closed_at) == ("negotiation", "open", "", None)

    def test_after_ninety_days_it_is_re_engaged_instead(self, cast: Cast) -> None:
        deal = _lost(cast)
        deal.now += timedelta(days=91)
        with pytest.raises(Conflict, match="90 days"):
            reopen(**deal.known(cast.tomas), reason=WHY)
        fresh = reengage(**deal.known())
        assert (fresh.reengagement_of_id, fresh.stage, fresh.account_id) == (deal.id, "discovery", deal.account.pk)
        with pytest.raises(Conflict, match="already"):
            reengage(**deal.known())

    def test_a_duplicate_needs_the_deal_that_goes_on(self, cast: Cast) -> None:
        deal = Deal(cast)
        with pytest.raises(Invalid) as wrong:
            lose(**deal.known(), loss=Loss("duplicate", "other", WHY, is_reengage_never=True, merged_into_id=deal.id))
        assert "merged_into" in wrong.value.fields
        other = Deal(cast, account=new_account("Other"))
        lose(**deal.known(), loss=Loss("duplicate", "other", WHY, is_reengage_never=True, merged_into_id=other.id))

    def test_a_win_is_taken_back_by_finance_and_operations_in_its_quarter(self, cast: Cast) -> None:
        deal = _won(cast)
        known = deal.known(cast.naomi)
        with pytest.raises(Invalid, match="act together"):
            void_won(**known, reason=WHY, second_person_id=cast.user("elena").pk)
        void_won(**known, reason=WHY, second_person_id=cast.user("kim").pk)
        assert (deal.row.stage, deal.row.stage_kind) == ("negotiation", "open")

    def test_a_win_of_an_earlier_quarter_stays(self, cast: Cast) -> None:
        deal = _won(cast)
        deal.now += timedelta(days=100)
        with pytest.raises(Conflict, match="fiscal quarter"):
            void_won(**deal.known(cast.naomi), reason=WHY, second_person_id=cast.user("kim").pk)

    def test_the_owner_does_not_take_a_win_back(self, cast: Cast) -> None:
        deal = _won(cast)
        with pytest.raises(Refused):
            void_won(**deal.known(), reason=WHY, second_person_id=cast.user("kim").pk)


class TestBack:
    """Going back, skipping."""

    def _community(self, cast: Cast, stage: str) -> Deal:
        deal = Deal(cast, owner="walt", process="nb.community")
        deal.attest("1-X1", "our_observation")
        deal.advance()
        for criterion in ("2a-X1", "2a-X2", "2a-X3", "2-M", "2b-X1", "2b-X2", "2b-X3", "3-M"):
            waive(**deal.known(cast.tomas), criterion_id=criterion, reason=WHY)
        while deal.row.stage != stage:
            deal.advance()
        return deal

    def test_the_owner_goes_back_one_and_a_leader_several(self, cast: Cast) -> None:
        deal = self._community(cast, "partnering")
        with pytest.raises(Refused):
            send_back(**deal.known(), reason=WHY, to="qualifying")
        send_back(**deal.known(), reason=WHY)
        assert deal.row.stage == "prospecting"
        deal.advance()
        send_back(**deal.known(cast.tomas), reason=WHY, to="qualifying")
        assert deal.row.stage == "qualifying"

    def test_never_to_the_first_once_qualified(self, cast: Cast) -> None:
        deal = self._community(cast, "qualifying")
        with pytest.raises(Conflict, match="no back move"):
            send_back(**deal.known(cast.tomas), reason=WHY, to="identification")

    def test_a_reason_is_asked_for(self, cast: Cast) -> None:
        deal = self._community(cast, "prospecting")
        with pytest.raises(Invalid):
            send_back(**deal.known(), reason="no")

    def test_nothing_is_skipped_that_the_process_does_not_let_one_skip(self, cast: Cast) -> None:
        deal = Deal(cast)
        with pytest.raises(Conflict, match="no skip move"):
            skip(**deal.known(cast.tomas), reason=WHY)


ILLEGAL = {
    "open": ["reopen", "void"],
    "lost": ["forward", "won", "back", "skip", "void", "lost"],
    "won": ["forward", "won", "back", "skip", "reopen", "lost"],
}


@pytest.mark.parametrize(("kind", "move"), [(kind, move) for kind, moves in ILLEGAL.items() for move in moves])
def test_an_illegal_pair_raises_and_leaves_the_row(cast: Cast, kind: str, move: str) -> None:
    deal = {"open": Deal, "lost": _lost, "won": _won}[kind](cast)
    before = _guarded()
    wish = Wish(move=move, reason=WHY, loss=LOSS, second_person_id=cast.user("kim").pk)
    for person in ("elena", "tomas", "naomi"):
        with pytest.raises(SalesOpsError):
            transition(**deal.known(cast.actor(person)), wish=wish)
    assert _guarded() == before


def test_field_history_is_kept_whatever_path_changed_it(cast: Cast) -> None:
    deal = Deal(cast)
    Opportunity.objects.filter(pk=deal.id).update(close_date=date(2027, 1, 1), name="Renamed")
    changes = dict(deal.row.changes.values_list("field", "new"))
    assert changes == {"close_date": "2027-01-01", "name": "Renamed"}
