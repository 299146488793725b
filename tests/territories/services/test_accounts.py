"""Whose an account is: its family, its address, its size in the fiscal year, its name."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from salesops.territories.domain.geography import tree
from salesops.territories.models import AccountPlace, FrozenSegment, GeoNode, StandaloneBuyer
from salesops.territories.queries import resolve_account, resolve_accounts
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import draw

pytestmark = pytest.mark.django_db


def test_the_database_knows_every_place() -> None:
    stored = {(node.key, node.level, node.name, node.parent_id or "") for node in GeoNode.objects.all()}
    assert stored == {(node.key, int(node.level), node.name, node.parent) for node in tree().values()}


def test_the_ultimate_parent_decides_unless_somebody_buys_alone(cast: Cast) -> None:
    draw(cast)
    top = new_account("Top", country="US", subdivision="US-CA", employees=400)
    middle = new_account("Middle", country="DE", parent=top, employees=20)
    child = new_account("Child", country="AU", parent=middle)
    now = timezone.now()
    names = {pk: found.territory for pk, found in resolve_accounts([top.pk, middle.pk, child.pk], now).items()}
    assert set(names.values()) == {"US West"}
    row: dict[str, Any] = {"account": middle, "reason": "Their own purchasing", "set_by_id": cast.kim.user_id}
    StandaloneBuyer.objects.create(**row, is_standalone=True, set_at=now)
    found = resolve_accounts([top.pk, middle.pk, child.pk], now)
    assert [found[pk].territory for pk in (top.pk, middle.pk, child.pk)] == ["US West", "DACH", "DACH"]


def test_the_address_by_hand_beats_headquarters_beats_billing(cast: Cast) -> None:
    draw(cast)
    account = new_account("Kestrel Pay", country="DE", employees=214)
    known: dict[str, Any] = {"account": account, "reason": "Seen in the register", "set_by_id": cast.kim.user_id}
    now = timezone.now()
    assert resolve_account(account.pk, now).territory == "DACH"
    headquarters = {"country": "US", "subdivision": "US-CA", "postal_code": "95113"}
    AccountPlace.objects.create(**known, source="headquarters", **headquarters, set_at=now)
    found = resolve_account(account.pk, now)
    assert found.territory == "Bay Area"
    assert found.explanation == "Metro Bay Area beats state California, because a metro is the narrower area."
    AccountPlace.objects.create(**known, source="override", country="JP", set_at=now)
    assert resolve_account(account.pk, now).territory == "Rest of APAC"
    AccountPlace.objects.create(**known, source="override", country="", set_at=now)
    assert resolve_account(account.pk, now).territory == "Bay Area"


def test_the_segment_of_the_fiscal_year_counts(cast: Cast) -> None:
    draw(cast)
    account = new_account("Tamarind", country="IN", subdivision="IN-KA", employees=1800)
    now = timezone.now()
    assert resolve_account(account.pk, now).territory == "India Enterprise"
    FrozenSegment.objects.create(
        account=account, fiscal_year=now.year, segment="mid_market", employees=900, frozen_at=now
    )
    assert resolve_account(account.pk, now).territory == "India Mid-Market"


def test_an_account_without_an_address_is_a_gap(cast: Cast) -> None:
    draw(cast)
    found = resolve_account(new_account("Nowhere").pk, timezone.now())
    assert (found.verdict, found.owner_id) == ("gap", None)


def test_many_accounts_cost_as_many_statements_as_one(cast: Cast, django_assert_num_queries: Any) -> None:
    draw(cast)
    ids = [new_account(f"Account {n}", country="DE").pk for n in range(5)]
    with django_assert_num_queries(7):
        resolve_accounts(ids, timezone.now())
