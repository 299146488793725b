"""Disputes: three sides, the newest word of each, one settlement."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.core.errors import Conflict, Invalid, Refused
from salesops.territories.models import Territory, TerritoryDispute
from salesops.territories.queries import resolve_account
from salesops.territories.queries.disputes import disputes, worker_of_disputed
from salesops.territories.services.judge_dispute import judge_dispute
from salesops.territories.services.raise_dispute import raise_dispute
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import WHY, draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> dict[str, Territory]:
    """The map."""
    return draw(cast)


@pytest.fixture
def raised(cast: Cast, world: dict[str, Territory]) -> dict[str, Any]:
    """What every word in a dispute about a Californian account, claimed by DACH, is called with."""
    account = new_account("Kestrel Pay", country="US", subdivision="US-NY")
    now = timezone.now()
    dispute = raise_dispute(
        actor=cast.arjun, now=now, account_id=account.pk, claimed_by_id=world["DACH"].pk, reason=WHY
    )
    return {"now": now, "dispute_id": dispute.pk, "reason": WHY}


def test_all_three_sides_settle_it(cast: Cast, world: dict[str, Territory], raised: dict[str, Any]) -> None:
    account_id = TerritoryDispute.objects.get().account_id
    assert worker_of_disputed(account_id) == cast.elena.user_id
    for name in ("rosa", "tomas"):
        judge_dispute(actor=cast.actor(name), territory_id=world["DACH"].pk, **raised)
        assert TerritoryDispute.objects.get().settled_at is None
    judge_dispute(actor=cast.kim, territory_id=world["DACH"].pk, **raised)
    assert TerritoryDispute.objects.get().settled_for == world["DACH"]
    found = resolve_account(account_id, timezone.now())
    assert found.territory == "DACH"
    assert found.explanation.startswith("Named account of DACH: Dispute settled")
    assert worker_of_disputed(account_id) is None
    with pytest.raises(Conflict, match="settled"):
        judge_dispute(actor=cast.kim, territory_id=world["DACH"].pk, **raised)


def test_who_disagrees_may_come_round(cast: Cast, world: dict[str, Territory], raised: dict[str, Any]) -> None:
    us, dach = world["US, other states"].pk, world["DACH"].pk
    judge_dispute(actor=cast.rosa, territory_id=us, **raised)
    judge_dispute(actor=cast.tomas, territory_id=dach, **raised)
    judge_dispute(actor=cast.kim, territory_id=us, **raised)
    assert TerritoryDispute.objects.get().settled_at is None
    judge_dispute(actor=cast.tomas, territory_id=us, **raised)
    assert TerritoryDispute.objects.get().settled_for_id == us


@pytest.mark.parametrize("who", ["elena", "arjun", "ingrid", "vera"])
def test_nobody_else_decides(cast: Cast, world: dict[str, Territory], raised: dict[str, Any], who: str) -> None:
    with pytest.raises(Refused):
        judge_dispute(actor=cast.actor(who), territory_id=world["DACH"].pk, **raised)


def test_what_cannot_be_disputed(cast: Cast, world: dict[str, Territory], raised: dict[str, Any]) -> None:
    known: dict[str, Any] = {"actor": cast.arjun, "now": raised["now"], "reason": WHY}
    account_id = TerritoryDispute.objects.get().account_id
    with pytest.raises(Conflict, match="open already"):
        raise_dispute(**known, account_id=account_id, claimed_by_id=world["DACH"].pk)
    with pytest.raises(Invalid):
        raise_dispute(**known, account_id=account_id, claimed_by_id=world["US, other states"].pk)
    with pytest.raises(Conflict, match="belongs to no territory"):
        raise_dispute(**known, account_id=new_account("Nowhere").pk, claimed_by_id=world["DACH"].pk)
    with pytest.raises(Invalid):
        judge_dispute(actor=cast.rosa, territory_id=world["Bay Area"].pk, **raised)


def test_the_database_settles_nothing_by_itself(cast: Cast, raised: dict[str, Any]) -> None:
    sql = "UPDATE territories_territorydispute SET settled_at = now(), settled_for_id = claimed_by_id"
    with pytest.raises(DatabaseError, match="for what all sides say"), transaction.atomic():
        connection.cursor().execute(sql)
    sql = (
        "INSERT INTO territories_disputeword (dispute_id, side, territory_id, reason, by_id, at) "
        "SELECT id, 'held', claimed_by_id, 'x', %s, now() FROM territories_territorydispute"
    )
    with pytest.raises(DatabaseError, match="does not speak for this side"), transaction.atomic():
        connection.cursor().execute(sql, [cast.tomas.user_id])


def test_partners_see_none(cast: Cast, raised: dict[str, Any]) -> None:
    assert disputes(cast.elena).count() == 1
    assert disputes(cast.paula).count() == 0
