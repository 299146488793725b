"""Terms, points of procurement and legal, redlines (domain §7.4) through their services."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from opportunities.domain.terms import KIND_OF
from opportunities.models import LegalItem, Milestone, Term
from opportunities.services.lose import Loss, lose
from opportunities.services.settle_legal_item import settle_legal_item
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.outbox.models import Event
from tests.cast import Cast
from tests.opportunities.closing import open_point, settle, settle_point
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of a process with a Legal Win."""
    return Deal(cast, process="nb.edge")


def told(deal: Deal) -> list[str]:
    """Return what was told of the deal, oldest first."""
    return list(Event.objects.filter(subject_id=deal.id).order_by("id").values_list("type", flat=True))


def standing(deal: Deal) -> dict[str, tuple[str, str]]:
    """Return each topic with its kind and state, as the database reads them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, kind, state FROM term_standing(%s)", [deal.id])
        return {topic: (kind, state) for topic, kind, state in cursor.fetchall()}


class TestTerms:
    """A standard list from the start, own topics, the newest word counts."""

    def test_the_standard_list_is_open_from_the_start_and_the_same_in_sql(self, deal: Deal) -> None:
        assert standing(deal) == {key: (kind, "open") for key, kind in KIND_OF.items()}

    @pytest.mark.parametrize("who", ["elena", "lucia"])
    def test_owner_and_legal_settle_them(self, deal: Deal, who: str) -> None:
        settle(deal, "price", "liability", actor=deal.cast.actor(who))
        assert {key for key, (_, state) in standing(deal).items() if state == "agreed"} == {"price", "liability"}
        assert told(deal)[-1] == "opportunity.terms_settled.v1"
        assert Event.objects.latest("id").data["words"] == "Price and discount, Liability and indemnity"

    @pytest.mark.parametrize("who", ["arjun", "tomas", "ana", "ingrid", "beatriz", "naomi"])
    def test_nobody_else_does(self, deal: Deal, who: str) -> None:
        with pytest.raises(Refused):
            settle(deal, "price", actor=deal.cast.actor(who))
        assert not Term.objects.exists()

    def test_the_newest_word_counts_and_each_is_kept(self, deal: Deal) -> None:
        settle(deal)
        settle(deal, "price", state="open", note="They want another round")
        assert standing(deal)["price"] == ("commercial", "open")
        assert Term.objects.filter(topic="price").count() == 2

    def test_an_own_topic_keeps_its_kind(self, deal: Deal) -> None:
        settle(deal, "Escrow", state="open", kind="legal", note="They ask for the source code")
        settle(deal, "Escrow", state="not_applicable")
        assert standing(deal)["Escrow"] == ("legal", "not_applicable")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"topics": ["  "], "kind": "legal"}, "topics"),
            ({"topics": ["x" * 81], "kind": "legal"}, "topics"),
            ({"topics": ["Escrow"]}, "kind"),
            ({"topics": [f"Own {n}" for n in range(31)], "kind": "legal"}, "topics"),
            ({"topics": ["price"], "state": "perhaps"}, "state"),
            ({"topics": ["price"], "state": "open"}, "note"),
        ],
    )
    def test_it_says_what_is_wrong(self, deal: Deal, given: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            settle(deal, *given["topics"], **{name: each for name, each in given.items() if name != "topics"})
        assert set(refused.value.fields) == {field}


class TestPoints:
    """Raised and settled once by owner and legal."""

    @pytest.mark.parametrize("who", ["elena", "lucia"])
    def test_owner_and_legal_raise_and_settle(self, deal: Deal, who: str) -> None:
        actor = deal.cast.actor(who)
        row = settle_point(deal, open_point(deal, actor=actor), actor=actor)
        assert (row.settled_by_id, row.settled_at) == (actor.user_id, deal.now)
        assert told(deal)[-2:] == ["opportunity.legal_item_raised.v1", "opportunity.legal_item_settled.v1"]
        with pytest.raises(Invalid, match="settled already"):
            settle_point(deal, row)

    @pytest.mark.parametrize("who", ["arjun", "tomas", "ana", "naomi"])
    def test_nobody_else_does(self, deal: Deal, who: str) -> None:
        row = open_point(deal)
        for act in (lambda actor: open_point(deal, actor=actor), lambda actor: settle_point(deal, row, actor=actor)):
            with pytest.raises(Refused):
                act(deal.cast.actor(who))
        assert LegalItem.objects.get().settled_at is None

    def test_it_says_what_is_wrong(self, deal: Deal) -> None:
        other = Deal(deal.cast, account=deal.account)
        other.file("agreement")
        with pytest.raises(Invalid) as refused:
            open_point(deal, "huge", other.row.documents.get())
        assert set(refused.value.fields) == {"severity", "document"}
        row = open_point(deal)
        with pytest.raises(Invalid, match="how it was settled"):
            settle_legal_item(actor=deal.actor, now=deal.now, item_id=row.pk, how=" ")
        with pytest.raises(NotVisible):
            settle_legal_item(actor=deal.actor, now=deal.now, item_id=0, how="Yes")

    def test_a_closed_deal_takes_none(self, deal: Deal) -> None:
        row = open_point(deal)
        lose(**deal.known(), loss=Loss(outcome_class="lost", reason="timing", detail=NOTE, is_reengage_never=True))
        acts = (lambda: open_point(deal), lambda: settle_point(deal, row), lambda: settle(deal))
        for act in acts:
            with pytest.raises(Conflict) as refused:
                act()
            assert refused.value.code == "R28"


class TestRedlines:
    """A new one takes Legal Win back; the two never stand beside each other (domain §2.5)."""

    def test_a_new_one_takes_legal_win_back(self, deal: Deal) -> None:
        deal.file("agreement")
        win = reach_legal_win(deal)
        open_point(deal, document=deal.row.documents.get())
        win.refresh_from_db()
        assert win.revoked_at == deal.now
        assert win.revoked_reason == "A new redline on agreement v1: Cap the liability at the annual fee"
        assert told(deal)[-2:] == ["opportunity.document_redlined.v1", "opportunity.milestone_revoked.v1"]

    def test_a_point_without_document_takes_nothing_back(self, deal: Deal) -> None:
        win = reach_legal_win(deal)
        open_point(deal)
        win.refresh_from_db()
        assert win.revoked_at is None

    def test_the_win_waits_until_they_are_settled(self, deal: Deal) -> None:
        deal.file("agreement")
        row = open_point(deal, document=deal.row.documents.get())
        with pytest.raises(IntegrityError, match="does not stand beside an open redline"), transaction.atomic():
            reach_legal_win(deal)
        settle_point(deal, row)
        assert reach_legal_win(deal).pk


def reach_legal_win(deal: Deal) -> Milestone:
    """Store the win, with its guard asked at once."""
    row = Milestone.objects.create(
        opportunity_id=deal.id, key="legal_win", evidence=NOTE, by_id=deal.actor.user_id, reached_at=deal.now
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    return row
