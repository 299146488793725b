"""The sweeper compares whose accounts are with whose they were, and asks only those that may have changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from salesops.accounts.models import Account
from salesops.accounts.services.merge_accounts import merge_accounts
from salesops.outbox.models import Event
from salesops.territories.events import ACCOUNT_MOVED, MAP_CHANGED
from salesops.territories.models import AccountHolding, Territory
from salesops.territories.services.follow_map import follow_map
from salesops.territories.services.place_account import NewPlace, place_account, set_standalone
from tests.cast import Cast
from tests.story import new_account
from tests.territories.atlas import WHY, draw, give

pytestmark = pytest.mark.django_db
SETTLED = timedelta(hours=1)


def moved() -> list[int]:
    """Return the accounts that were told to have moved, in order."""
    return list(Event.objects.filter(type=ACCOUNT_MOVED).order_by("id").values_list("subject_id", flat=True))


def holder_of(account: Account) -> str:
    """Return the territory an account was last found in."""
    territory = AccountHolding.objects.get(pk=account.pk).territory
    return territory.name if territory else ""


def known(cast: Cast, account: Account) -> dict[str, Any]:
    """What every service about an account is called with."""
    return {"actor": cast.kim, "now": timezone.now(), "account_id": account.pk, "reason": WHY}


def test_without_a_map_nothing_is_followed(cast: Cast) -> None:
    new_account("Fjordline", country="NO")
    assert follow_map(now=timezone.now()) == 0
    assert not AccountHolding.objects.exists()


def test_a_first_look_tells_nobody_that_anything_moved(cast: Cast) -> None:
    draw(cast)
    account = new_account("Fjordline", country="NO")
    assert follow_map(now=timezone.now()) == 0
    assert (holder_of(account), moved()) == ("EMEA", [])


def test_an_address_moves_an_account_and_whoever_is_below_it(cast: Cast) -> None:
    draw(cast)
    top = new_account("Top", country="NO")
    child, alone = (new_account(name, country="NO", parent=top) for name in ("Child", "Alone"))
    set_standalone(**known(cast, alone), is_standalone=True)
    other = new_account("Other", country="NO")
    follow_map(now=timezone.now())
    place_account(**known(cast, top), new=NewPlace("override", "DE"))
    assert follow_map(now=timezone.now()) == 2
    assert moved() == [top.pk, child.pk]
    assert [holder_of(each) for each in (top, child, alone, other)] == ["DACH", "DACH", "EMEA", "EMEA"]


def test_what_did_not_change_is_not_asked_again(cast: Cast) -> None:
    world = draw(cast)
    account = new_account("Fjordline", country="NO")
    now = timezone.now()
    follow_map(now=now + SETTLED)
    wrong = world["DACH"]
    AccountHolding.objects.filter(pk=account.pk).update(territory=wrong)
    later = now + SETTLED + timedelta(minutes=5)
    if later.date() == (now + SETTLED).date():  # on a new day everything is looked at
        assert follow_map(now=later) == 0
        assert holder_of(account) == wrong.name
    assert follow_map(now=later + timedelta(days=1)) == 1
    assert holder_of(account) == "EMEA"


def test_a_change_of_the_map_is_told_once_and_names_both_owners(cast: Cast) -> None:
    world: dict[str, Territory] = draw(cast)
    account = new_account("Fjordline", country="NO")
    now = timezone.now()
    follow_map(now=now)
    give(cast, world["EMEA"], "arjun", now=now)
    follow_map(now=now)
    told = Event.objects.get(type=ACCOUNT_MOVED).data
    assert (told["from_owner_id"], told["to_owner_id"]) == (cast.elena.user_id, cast.arjun.user_id)
    assert (told["territory"], told["verdict"]) == ("EMEA", "owned")
    assert Event.objects.filter(type=MAP_CHANGED).latest("id").data["accounts"] == 1
    follow_map(now=now)
    assert moved() == [account.pk]


def test_an_absorbed_account_moves_no_more(cast: Cast) -> None:
    world = draw(cast)
    kept, absorbed = new_account("Acme", country="NO"), new_account("Acme Inc", country="NO")
    now = timezone.now()
    follow_map(now=now)
    merge_accounts(actor=cast.kim, now=now, kept_id=kept.pk, absorbed_id=absorbed.pk, reason=WHY)
    give(cast, world["EMEA"], "arjun", now=now)
    follow_map(now=now)
    assert moved() == [kept.pk]
