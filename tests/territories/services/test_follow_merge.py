"""What is said of an account goes along when it is merged, and comes back when that is undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.accounts.models import Account
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.accounts.services.unmerge_accounts import unmerge_accounts
from salesops.core.errors import Conflict
from salesops.territories.models import Territory, TerritoryDispute
from salesops.territories.queries import resolve_account
from salesops.territories.queries.disputes import worker_of_disputed
from salesops.territories.services.judge_dispute import judge_dispute
from salesops.territories.services.name_account import name_account
from salesops.territories.services.place_account import NewPlace, place_account
from salesops.territories.services.raise_dispute import raise_dispute
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import WHY, draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> dict[str, Territory]:
    """The map."""
    return draw(cast)


def known(cast: Cast, account: Account) -> dict[str, Any]:
    """What every service about an account is called with."""
    return {"actor": cast.kim, "now": timezone.now(), "account_id": account.pk, "reason": WHY}


def merge(cast: Cast, kept: Account, absorbed: Account) -> int:
    """Merge two accounts."""
    known = {"actor": cast.kim, "now": timezone.now(), "reason": WHY}
    return merge_accounts(**known, kept_id=kept.pk, absorbed_id=absorbed.pk).pk


def undo(cast: Cast, merge_id: int) -> None:
    """Undo the merge."""
    unmerge_accounts(actor=cast.kim, now=timezone.now(), merge_id=merge_id)


def territory_of(account: Account) -> str:
    """Say whose it is now."""
    return resolve_account(account.pk, timezone.now()).territory


def pair() -> tuple[Account, Account]:
    """Return a Swedish account and one of the same company in New York."""
    return new_account("Acme", country="SE"), new_account("Acme Inc", country="US", subdivision="US-NY")


class TestNamed:
    def test_the_kept_account_is_named_as_the_absorbed_one_was(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        name_account(**known(cast, absorbed), territory_id=world["DACH"].pk)
        merge_id = merge(cast, kept, absorbed)
        assert territory_of(kept) == "DACH"
        undo(cast, merge_id)
        assert (territory_of(kept), territory_of(absorbed)) == ("EMEA", "DACH")

    def test_its_own_name_stands(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        name_account(**known(cast, absorbed), territory_id=world["DACH"].pk)
        name_account(**known(cast, kept), territory_id=world["Rest of APAC"].pk)
        merge_id = merge(cast, kept, absorbed)
        assert territory_of(kept) == "Rest of APAC"
        undo(cast, merge_id)
        assert (territory_of(kept), territory_of(absorbed)) == ("Rest of APAC", "DACH")

    def test_what_was_named_since_stands_when_it_is_undone(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        name_account(**known(cast, absorbed), territory_id=world["DACH"].pk)
        merge_id = merge(cast, kept, absorbed)
        name_account(**known(cast, kept), territory_id=world["Bay Area"].pk)
        undo(cast, merge_id)
        assert (territory_of(kept), territory_of(absorbed)) == ("Bay Area", "DACH")


class TestPlaces:
    def test_an_address_the_kept_account_lacks_comes_along(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        place_account(**known(cast, absorbed), new=NewPlace("headquarters", "US", "US-CA", "95113"))
        merge_id = merge(cast, kept, absorbed)
        assert territory_of(kept) == "Bay Area"
        undo(cast, merge_id)
        assert (territory_of(kept), territory_of(absorbed)) == ("EMEA", "Bay Area")

    def test_its_own_address_stands_and_a_word_taken_back_is_none(
        self, cast: Cast, world: dict[str, Territory]
    ) -> None:
        kept, absorbed = pair()
        place_account(**known(cast, kept), new=NewPlace("headquarters", "DE"))
        place_account(**known(cast, absorbed), new=NewPlace("headquarters", "US", "US-CA"))
        place_account(**known(cast, absorbed), new=NewPlace("override", "JP"))
        place_account(**known(cast, absorbed), new=NewPlace("override"))
        undo(cast, merge(cast, kept, absorbed))
        assert territory_of(kept) == "DACH"

    def test_what_was_noted_since_stands_when_it_is_undone(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        place_account(**known(cast, absorbed), new=NewPlace("headquarters", "US", "US-CA", "95113"))
        merge_id = merge(cast, kept, absorbed)
        place_account(**known(cast, kept), new=NewPlace("headquarters", "JP"))
        undo(cast, merge_id)
        assert territory_of(kept) == "Rest of APAC"


class TestDisputes:
    def raised(self, cast: Cast, world: dict[str, Territory], account: Account) -> TerritoryDispute:
        """Let Arjun claim an account for DACH."""
        given = known(cast, account) | {"actor": cast.arjun}
        return raise_dispute(**given, claimed_by_id=world["DACH"].pk)

    def test_an_open_one_holds_the_kept_account(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        self.raised(cast, world, absorbed)
        merge_id = merge(cast, kept, absorbed)
        assert worker_of_disputed(kept.pk) == cast.elena.user_id
        undo(cast, merge_id)
        assert (worker_of_disputed(kept.pk), worker_of_disputed(absorbed.pk)) == (None, cast.elena.user_id)

    def test_one_that_was_settled_since_stays_where_it_was_settled(
        self, cast: Cast, world: dict[str, Territory]
    ) -> None:
        kept, absorbed = pair()
        dispute = self.raised(cast, world, absorbed)
        merge_id = merge(cast, kept, absorbed)
        for name in ("rosa", "tomas", "kim"):
            judge_dispute(
                actor=cast.actor(name), now=timezone.now(), dispute_id=dispute.pk, territory_id=world["DACH"].pk,
                reason=WHY,
            )  # fmt: skip
        undo(cast, merge_id)
        assert TerritoryDispute.objects.get().account == kept
        assert (territory_of(kept), territory_of(absorbed)) == ("DACH", "US, other states")

    def test_two_open_ones_stand_against_a_merge(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        self.raised(cast, world, kept)
        self.raised(cast, world, absorbed)
        with pytest.raises(Conflict) as refused:
            merge(cast, kept, absorbed)
        assert refused.value.code == "both_disputed"
        absorbed.refresh_from_db()
        assert absorbed.merged_into is None

    def test_the_database_moves_one_by_a_merge_alone(self, cast: Cast, world: dict[str, Territory]) -> None:
        kept, absorbed = pair()
        other = new_account("Another", country="SE")
        self.raised(cast, world, absorbed)
        merge(cast, kept, absorbed)
        for sql in ("account_id = %s", "account_id = %s, reason = 'x'"):
            with pytest.raises(DatabaseError, match=r"stays with its account|permission denied"), transaction.atomic():
                connection.cursor().execute(f"UPDATE territories_territorydispute SET {sql}", [other.pk])
