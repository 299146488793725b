"""What the database refuses about territories by itself, whoever writes the statement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.territories.models import GapAcknowledgement, NamedAccount, TerritoryGap, TerritoryPlan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.name_account import name_account
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import WHY, draw

pytestmark = pytest.mark.django_db


def refused(words: str) -> Any:
    """Expect the database to refuse with these words, and go on."""
    return pytest.raises(DatabaseError, match=words)


def test_gaps_are_acknowledged_by_the_regional_vp_of_the_theatre(cast: Cast) -> None:
    now = timezone.now()
    plan = draft_plan(actor=cast.kim, now=now, effective_on=now.date(), reason=WHY)
    row: dict[str, Any] = {"plan": plan, "plan_version": 1, "theatre": "emea", "faults": "x", "reason": WHY, "at": now}
    for name in ("kim", "rosa", "elena"):
        with refused("acknowledged by the regional VP of the theatre"), transaction.atomic():
            GapAcknowledgement.objects.create(**row, by_id=cast.actor(name).user_id)
    assert GapAcknowledgement.objects.create(**row, by_id=cast.tomas.user_id).pk


def test_an_account_is_named_from_today_on_and_only_ever_ended(cast: Cast) -> None:
    made = draw(cast)
    account, now = new_account("Kestrel Pay", country="DE"), timezone.now()
    long_ago = now.date() - timedelta(days=400)
    with refused("into the past"), transaction.atomic():
        NamedAccount.objects.create(
            account=account, territory=made["EMEA"], valid_from=long_ago, reason=WHY, assigned_at=now,
            assigned_by_id=cast.kim.user_id,
        )  # fmt: skip
    name_account(actor=cast.kim, now=now, account_id=account.pk, territory_id=made["EMEA"].pk, reason=WHY)
    with refused("from today on"), transaction.atomic():
        NamedAccount.objects.update(ended_at=now)


def test_there_is_one_draft_and_one_open_gap_of_a_cell(cast: Cast) -> None:
    now = timezone.now()
    row: dict[str, Any] = {"effective_on": now.date(), "author_id": cast.kim.user_id, "created_at": now}
    TerritoryPlan.objects.create(number=1, **row)
    with refused("one_draft"), transaction.atomic():
        TerritoryPlan.objects.create(number=2, **row)
    gap: dict[str, Any] = {"node": "FR", "segment": "small", "verdict": "gap", "theatre": "emea", "met_at": now}
    first = TerritoryGap.objects.create(**gap)
    with refused("gap_open_once"), transaction.atomic():
        TerritoryGap.objects.create(**gap)
    TerritoryGap.objects.filter(pk=first.pk).update(covered_at=now)
    assert TerritoryGap.objects.create(**gap).pk


@pytest.mark.parametrize(
    "table", ["accountplace", "standalonebuyer", "frozensegment", "gapacknowledgement", "disputeword"]
)
def test_histories_only_grow(db: None, table: str) -> None:
    for sql in (f"DELETE FROM territories_{table}", f"UPDATE territories_{table} SET id = id"):
        with refused("permission denied"), transaction.atomic():
            connection.cursor().execute(sql)
