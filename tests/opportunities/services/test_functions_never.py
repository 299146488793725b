"""What a function never does is refused by service, REST and page alike, and nothing changes (domain §1.7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from opportunities.models import Opportunity
from opportunities.services.amend import amend
from opportunities.services.change_owner import change_owner
from opportunities.services.create import NewOpportunity, create
from salesops.core.errors import Refused
from tests.cast import Cast, key_for
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db

PRICE = {"recurring": "1.00"}


@dataclass(frozen=True)
class Try:
    """One forbidden thing on its three paths, and the code of each refusal."""

    who: str
    what: str
    codes: tuple[str, str, str]
    serve: Callable[[Deal, Any], Any]
    rest: tuple[str, str, Callable[[Cast], Mapping[str, Any]]]
    page: tuple[str, Callable[[Cast], Mapping[str, Any]]]


def _price(deal: Deal, actor: Any) -> Any:
    return amend(**deal.known(actor), changes={"recurring": 1})


def _forecast(deal: Deal, actor: Any) -> Any:
    return amend(**deal.known(actor), changes={"forecast_category": "omitted"})


def _take_over(deal: Deal, actor: Any) -> Any:
    return change_owner(**deal.known(actor), owner_id=actor.person_id, reason=NOTE)


def _pass_on(cast: Cast) -> dict[str, Any]:
    return {"owner_id": cast.user("walt").pk, "reason": NOTE}


TRIES = [
    Try(
        "ana", "negotiates", ("R08",) * 3, _price,
        ("patch", "", lambda _: PRICE), ("commercial/edit/", lambda _: {"recurring": "1", "version": "1", "term_months": "12",
        "currency": "USD", "subtype": "new_business"}),
    ),
    Try(
        "ana", "forecasts", ("R07",) * 3, _forecast,
        ("patch", "", lambda _: {"forecast_category": "omitted"}), ("cell/forecast/", lambda _: {"forecast_category": "omitted", "version": "1"}),
    ),
    # Who delivers does not read an open deal in full, so the page is refused before its form.
    Try("rachel", "says who owns", ("R09", "R09", "refused"), _take_over, ("put", "owner/", _pass_on), ("owner/change/", _pass_on)),
    Try("theo", "says who owns", ("R09",) * 3, _take_over, ("put", "owner/", _pass_on), ("owner/change/", _pass_on)),
]  # fmt: skip


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's."""
    return Deal(cast)


@pytest.mark.parametrize("attempt", TRIES, ids=lambda each: f"{each.who} {each.what}")
class TestAFunction:
    def test_is_refused_by_the_service(self, attempt: Try, cast: Cast, deal: Deal) -> None:
        with pytest.raises(Refused) as refused:
            attempt.serve(deal, cast.actor(attempt.who))
        assert (refused.value.code, bool(refused.value.next_action)) == (attempt.codes[0], True)

    def test_is_refused_by_rest(self, attempt: Try, cast: Cast, deal: Deal) -> None:
        method, path, body = attempt.rest
        scopes = ("deal:read", "deal:write")
        client = Client(headers={"Authorization": f"Bearer {key_for(attempt.who, *scopes)}", "If-Match": '"1"'})
        address = f"/api/v1/opportunities/{deal.id}/{path}"
        answer = getattr(client, method)(address, json.dumps(body(cast)), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (403, attempt.codes[1])
        assert answer.json()["next_action"]

    def test_is_refused_by_the_page(self, attempt: Try, cast: Cast, deal: Deal) -> None:
        client = Client()
        client.force_login(cast.user(attempt.who), backend=settings.AUTHENTICATION_BACKENDS[0])
        address, typed = attempt.page
        answer: Any = client.post(f"/opportunities/{deal.id}/{address}", dict(typed(cast)))
        assert (answer.status_code, answer.refusal.code) == (403, attempt.codes[2])
        assert answer.refusal.message in unescape(answer.content.decode())
        assert Opportunity.objects.get(pk=deal.id).version == deal.row.version == 1


class TestNobodyOfAFunction:
    @pytest.mark.parametrize("who", ["ana", "rachel", "noor", "theo"])
    def test_is_made_the_owner(self, cast: Cast, deal: Deal, who: str) -> None:
        with pytest.raises(Refused) as refused:
            change_owner(**deal.known(cast.kim), owner_id=cast.user(who).pk, reason=NOTE)
        assert refused.value.code == "R09"
        assert cast.user(who).name in refused.value.message
        assert deal.row.owner_id == cast.elena.user_id

    def test_opens_a_deal_of_their_own(self, cast: Cast, deal: Deal) -> None:
        new = NewOpportunity("generic.three_stage", account_id=deal.account.pk, use_case="Theirs")
        with pytest.raises(Refused) as refused:
            create(actor=cast.theo, now=deal.now, new=new)
        assert refused.value.code == "R09"
