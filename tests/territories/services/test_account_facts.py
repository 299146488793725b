"""What is said of one account: where it sits, whose it is by name, who buys, and how large it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from salesops.accounts.services.amend_account import amend_account
from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.territories.models import FrozenSegment, NamedAccount
from salesops.territories.queries import resolve_account
from salesops.territories.services.name_account import name_account
from salesops.territories.services.place_account import NewPlace, place_account, set_standalone
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import WHY, draw

pytestmark = pytest.mark.django_db


def known(actor: Any, account: Any) -> dict[str, Any]:
    """What every service is called with."""
    return {"actor": actor, "now": timezone.now(), "account_id": account.pk, "reason": WHY}


class TestPlace:
    def test_a_verified_headquarters_moves_an_account(self, cast: Cast) -> None:
        draw(cast)
        account = new_account("Kestrel Pay", country="US", subdivision="US-CA")
        place = NewPlace("headquarters", "US", "US-CA", "95113", city="San Jose")
        place_account(**known(cast.rosa, account), new=place)
        assert resolve_account(account.pk, timezone.now()).territory == "Bay Area"

    def test_a_regional_vp_moves_nothing_out_of_the_own_region_or_into_it(self, cast: Cast) -> None:
        draw(cast)
        german, french = (new_account(name, country=code) for name, code in (("G", "DE"), ("U", "US")))
        with pytest.raises(Refused):
            place_account(**known(cast.tomas, german), new=NewPlace("override", "US"))
        with pytest.raises(Refused):
            place_account(**known(cast.tomas, french), new=NewPlace("override", "DE"))

    @pytest.mark.parametrize("who", ["elena", "ingrid", "vera"])
    def test_who_may_not(self, cast: Cast, who: str) -> None:
        account = new_account("Kestrel Pay", country="DE")
        with pytest.raises(Refused):
            place_account(**known(cast.actor(who), account), new=NewPlace("override", "AT"))
        with pytest.raises(NotVisible):
            place_account(**known(cast.paula, account), new=NewPlace("override", "AT"))

    @pytest.mark.parametrize(
        ("place", "field"),
        [
            (NewPlace("guess", "DE"), "source"),
            (NewPlace("override", "XX"), "country"),
            (NewPlace("override", "dach"), "country"),
            (NewPlace("override", "DE", "US-CA"), "subdivision"),
            (NewPlace("override", "DE", postal_code="1" * 13), "postal_code"),
        ],
    )
    def test_what_is_wrong(self, cast: Cast, place: NewPlace, field: str) -> None:
        with pytest.raises(Invalid) as wrong:
            place_account(**known(cast.kim, new_account(country="DE")), new=place)
        assert list(wrong.value.fields) == [field]


class TestName:
    def test_a_name_beats_every_place_from_today_and_until_it_is_taken_back(self, cast: Cast) -> None:
        made = draw(cast)
        account = new_account("Kestrel Pay", country="US", subdivision="US-CA")
        name_account(**known(cast.kim, account), territory_id=made["DACH"].pk)
        assert resolve_account(account.pk, timezone.now()).territory == "DACH"
        assert resolve_account(account.pk, timezone.now() - timedelta(days=1)).territory != "DACH"
        name_account(**known(cast.kim, account), territory_id=None)
        assert resolve_account(account.pk, timezone.now()).territory == "US West"
        assert NamedAccount.objects.count() == 1

    def test_the_database_names_an_account_once_at_a_time(self, cast: Cast) -> None:
        made = draw(cast)
        account = new_account("Kestrel Pay", country="DE")
        name_account(**known(cast.kim, account), territory_id=made["EMEA"].pk)
        sql = (
            "INSERT INTO territories_namedaccount (account_id, territory_id, valid_from, reason, assigned_by_id, "
            "assigned_at) SELECT account_id, %s, current_date + 5, 'x', assigned_by_id, now() FROM territories_namedaccount"
        )
        with pytest.raises(DatabaseError, match="one_at_a_time"), transaction.atomic():
            connection.cursor().execute(sql, [made["DACH"].pk])


class TestFamily:
    def test_operations_say_who_buys_alone(self, cast: Cast) -> None:
        draw(cast)
        top = new_account("Top", country="US")
        child = new_account("Child", country="DE", parent=top)
        set_standalone(**known(cast.kim, child), is_standalone=True)
        assert resolve_account(child.pk, timezone.now()).territory == "DACH"
        set_standalone(**known(cast.kim, child), is_standalone=False)
        assert resolve_account(child.pk, timezone.now()).territory == "US, other states"


class TestSegment:
    def test_the_first_change_of_a_year_freezes_what_was(self, cast: Cast) -> None:
        draw(cast)
        account = new_account("Tamarind", country="IN", employees=600)
        now = timezone.now()
        for employees in (1800, 20):
            amend_account(
                actor=cast.kim,
                now=now,
                account_id=account.pk,
                version=account.read_version(),
                values={"employees": employees},
            )
        frozen = FrozenSegment.objects.get()
        assert (frozen.segment, frozen.employees, frozen.fiscal_year) == ("mid_market", 600, now.year)
        assert resolve_account(account.pk, now).territory == "India Mid-Market"
        next_year = now.replace(year=now.year + 1, month=1, day=1)
        assert resolve_account(account.pk, next_year).segment == "small"

    def test_a_size_that_becomes_known_counts_at_once(self, cast: Cast) -> None:
        draw(cast)
        account = new_account("Tamarind", country="IN")
        amend_account(actor=cast.kim, now=timezone.now(), account_id=account.pk, version=1, values={"employees": 1800})
        assert resolve_account(account.pk, timezone.now()).territory == "India Enterprise"

    def test_what_is_frozen_stays(self, cast: Cast) -> None:
        account = new_account("Tamarind")
        FrozenSegment.objects.create(
            account=account, fiscal_year=2026, segment="small", employees=5, frozen_at=timezone.now()
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute("UPDATE territories_frozensegment SET segment = 'enterprise'")
