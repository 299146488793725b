"""A deal whose territory changed hands says on its page until when it stays, and who may decide earlier."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Holdover
from opportunities.services.end_holdover import decide_holdover
from opportunities.services.follow_territory import follow_territory
from salesops.outbox.models import Event
from salesops.territories.events import ACCOUNT_MOVED
from salesops.territories.services.follow_map import follow_map
from salesops.web.templatetags.formats import day
from tests.cast import Cast
from tests.story import Deal, new_account
from tests.territories.atlas import WHY, draw, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast: Cast) -> Deal:
    """A deal of Elena's past its first stage, whose territory is Arjun's now."""
    world = draw(cast)
    deal = Deal(cast, owner="elena", account=new_account("Fjordline", country="SE"))
    deal.open_discovery_gate()
    deal.advance()
    give(cast, world["EMEA"], "arjun", now=deal.now)
    follow_map(now=timezone.now())
    moved = Event.objects.get(type=ACCOUNT_MOVED)
    follow_territory(account_id=moved.subject_id, moved=moved.data, now=moved.at)
    return deal


def test_it_says_until_when_and_who_decides(cast: Cast, held: Deal, browser_of: Callable[[str], Client]) -> None:
    ends = day(Holdover.objects.get().ends_on)
    address, decide = reverse("opportunities:page", args=[held.id]), reverse("opportunities:holdover", args=[held.id])
    for name, may in (("elena", False), ("tomas", True), ("kim", True)):
        page = browser_of(name).get(address).content.decode()
        assert f"stays with Elena Petrova until {ends}, then goes to Arjun Nair" in page
        assert "Its account belongs to EMEA now." in page
        assert (f'href="{decide}"' in page) is may
    decide_holdover(**held.known(cast.tomas), moves=False, reason=WHY)
    assert "The deal stays with" not in browser_of("elena").get(address).content.decode()
