"""Deals and the map: where one may begin, who may own it, and how it follows its account."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from opportunities.domain.closing import Loss
from opportunities.models import FieldChange, Holdover, Opportunity, StageEvent
from opportunities.services.change_owner import change_owner
from opportunities.services.end_holdover import decide_holdover, end_due_holdovers
from opportunities.services.follow_territory import follow_territory
from opportunities.services.lose import lose
from salesops.core.errors import Conflict, Refused
from salesops.outbox.models import Event
from salesops.territories.events import ACCOUNT_MOVED
from salesops.territories.models import Territory
from salesops.territories.services.follow_map import follow_map
from salesops.territories.services.judge_dispute import judge_dispute
from salesops.territories.services.raise_dispute import raise_dispute
from tests.cast import Cast
from tests.story import Deal, new_account
from tests.territories.atlas import WHY, draw, give

pytestmark = pytest.mark.django_db
LOSS = Loss("lost", "timing", "They stopped the project until next year.", is_reengage_never=True)


@pytest.fixture
def world(cast: Cast) -> dict[str, Territory]:
    """The map: Elena has EMEA, Arjun has DACH."""
    return draw(cast)


def deal_in(cast: Cast, country: str, owner: str) -> Deal:
    """Open a deal with an account there."""
    return Deal(cast, owner=owner, account=new_account(f"Account in {country}", country=country))


def follow(now: Any = None) -> None:
    """Follow the map, and let the deals follow what was told."""
    done = set(Event.objects.filter(type=ACCOUNT_MOVED).values_list("id", flat=True))
    follow_map(now=now or timezone.now())
    for event in Event.objects.filter(type=ACCOUNT_MOVED).exclude(id__in=done).order_by("id"):
        follow_territory(account_id=event.subject_id, moved=event.data, now=event.at)


class TestStored:
    def test_a_deal_keeps_the_territory_it_began_in(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        assert deal.row.territory == world["EMEA"]
        assert StageEvent.objects.get(opportunity=deal.id).territory == world["EMEA"]
        told = Event.objects.get(type="opportunity.created.v1", subject_id=deal.id).data["territory"]
        assert told["territory"] == "EMEA"
        assert told["why"].startswith("Theatre EMEA covers Sweden")

    def test_its_page_names_it(self, cast: Cast, world: dict[str, Territory], browser_of: Any) -> None:
        deal = deal_in(cast, "SE", "elena")
        page = browser_of("elena").get(f"/opportunities/{deal.id}/").content.decode()
        assert f'/territories/?account={deal.row.account_id}#resolve">EMEA</a>' in page

    def test_an_owner_change_and_the_close_keep_it_too(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        give(cast, world["EMEA"], "arjun", now=deal.now)
        change_owner(**deal.known(cast.tomas), owner_id=cast.arjun.person_id, reason=WHY)
        lose(**deal.known(cast.arjun), loss=LOSS)
        closing = StageEvent.objects.get(opportunity=deal.id, move="lost")
        assert (closing.owner_id, closing.territory) == (cast.arjun.user_id, world["EMEA"])
        assert FieldChange.objects.filter(opportunity=deal.id, field="owner_id").exists()

    def test_a_closed_deal_keeps_the_territory_by_raw_sql_too(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        lose(**deal.known(), loss=LOSS)
        sql = "UPDATE opportunities_opportunity SET territory_id = NULL WHERE id = %s"
        with pytest.raises(DatabaseError, match="keeps the territory it had"), transaction.atomic():
            connection.cursor().execute(sql, [deal.id])

    def test_without_a_map_every_deal_begins_as_before(self, cast: Cast) -> None:
        assert deal_in(cast, "SE", "arjun").row.territory is None


class TestAnothersTerritory:
    def test_a_seller_opens_no_deal_there(self, cast: Cast, world: dict[str, Territory]) -> None:
        with pytest.raises(Refused, match="belongs to DACH") as refused:
            deal_in(cast, "DE", "elena")
        assert refused.value.code == "R22"
        assert not Opportunity.objects.exists()

    def test_nor_gets_one_there_from_a_vp_of_elsewhere(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        Opportunity.objects.filter(pk=deal.id).update(region="americas")
        with pytest.raises(Refused) as refused:
            change_owner(**deal.known(cast.rosa), owner_id=cast.arjun.person_id, reason=WHY)
        assert refused.value.code == "R22"

    @pytest.mark.parametrize("who", ["kim", "ingrid", "tomas"])
    def test_who_answers_for_it_makes_an_exception_that_is_told(
        self, cast: Cast, world: dict[str, Territory], who: str
    ) -> None:
        deal = deal_in(cast, "SE", "elena")
        change_owner(**deal.known(cast.actor(who)), owner_id=cast.arjun.person_id, reason=WHY)
        told = Event.objects.get(type="opportunity.owner_changed.v1", subject_id=deal.id).data["territory"]
        assert told["is_exception"] is True

    def test_what_nobody_owns_is_open_to_all(self, cast: Cast, world: dict[str, Territory]) -> None:
        assert Deal(cast, owner="arjun", account=new_account("Nowhere")).row.territory is None


class TestFollowing:
    def test_a_deal_of_the_first_stage_moves_at_once(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        assert deal.row.owner_id == cast.arjun.user_id
        assert not Holdover.objects.exists()

    def test_a_later_one_stays_for_ninety_days(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        deal.open_discovery_gate()
        deal.advance()
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        assert deal.row.owner_id == cast.elena.user_id
        held = Holdover.objects.get(opportunity=deal.id)
        assert (held.ends_on - held.starts_at.date()).days == 90
        end_due_holdovers(now=deal.now + timedelta(days=89))
        assert deal.row.owner_id == cast.elena.user_id
        end_due_holdovers(now=deal.now + timedelta(days=91))
        assert deal.row.owner_id == cast.arjun.user_id
        held.refresh_from_db()
        assert held.outcome == "moved"

    @pytest.mark.parametrize(("moves", "owner", "outcome"), [(True, "arjun", "moved"), (False, "elena", "kept")])
    def test_the_regional_vp_decides_earlier(
        self, cast: Cast, world: dict[str, Territory], moves: bool, owner: str, outcome: str
    ) -> None:
        deal = deal_in(cast, "SE", "elena")
        deal.open_discovery_gate()
        deal.advance()
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        with pytest.raises(Refused):
            decide_holdover(**deal.known(), moves=moves, reason=WHY)
        decide_holdover(**deal.known(cast.tomas), moves=moves, reason=WHY)
        assert deal.row.owner_id == cast.actor(owner).user_id
        assert Holdover.objects.get().outcome == outcome
        with pytest.raises(Conflict, match="no holdover"):
            decide_holdover(**deal.known(cast.tomas), moves=moves, reason=WHY)

    def test_a_deal_that_closes_ends_its_holdover(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        deal.open_discovery_gate()
        deal.advance()
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        lose(**deal.known(), loss=LOSS)
        end_due_holdovers(now=deal.now)
        assert Holdover.objects.get().outcome == "closed"
        assert deal.row.owner_id == cast.elena.user_id

    def test_an_exception_stays_with_who_got_it(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        change_owner(**deal.known(cast.kim), owner_id=cast.grace.person_id, reason=WHY)
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        assert deal.row.owner_id == cast.grace.user_id

    def test_the_map_follows_once(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        give(cast, world["EMEA"], "arjun", now=deal.now)
        follow()
        follow()
        assert Event.objects.filter(type=ACCOUNT_MOVED).count() == 1
        assert Event.objects.filter(type="opportunity.owner_changed.v1", subject_id=deal.id).count() == 1

    def test_a_change_of_a_later_day_waits_for_it(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        day: date = (deal.now + timedelta(days=20)).date()
        give(cast, world["EMEA"], "arjun", now=deal.now, starts_on=day)
        follow()
        assert deal.row.owner_id == cast.elena.user_id
        follow(deal.now + timedelta(days=20))
        assert deal.row.owner_id == cast.arjun.user_id


class TestDisputes:
    def test_until_it_is_settled_the_present_owner_works_it(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        known: dict[str, Any] = {"actor": cast.arjun, "now": deal.now, "account_id": deal.account.pk}
        raise_dispute(**known, claimed_by_id=world["DACH"].pk, reason=WHY)
        for name in ("kim", "ingrid", "tomas"):
            with pytest.raises(Refused, match="dispute about it is open") as refused:
                change_owner(**deal.known(cast.actor(name)), owner_id=cast.arjun.person_id, reason=WHY)
            assert refused.value.code == "R22"
        with pytest.raises(Refused, match="dispute about it is open"):
            Deal(cast, owner="arjun", account=deal.account)

    def test_settled_for_the_other_the_deal_follows(self, cast: Cast, world: dict[str, Territory]) -> None:
        deal = deal_in(cast, "SE", "elena")
        known: dict[str, Any] = {"now": deal.now, "reason": WHY}
        dispute = raise_dispute(actor=cast.arjun, account_id=deal.account.pk, claimed_by_id=world["DACH"].pk, **known)
        known |= {"dispute_id": dispute.pk, "territory_id": world["DACH"].pk}
        judge_dispute(actor=cast.tomas, **known)  # the regional VP of both territories speaks for both
        judge_dispute(actor=cast.kim, **known)
        follow()
        assert deal.row.owner_id == cast.arjun.user_id
        assert deal.row.territory == world["DACH"]
