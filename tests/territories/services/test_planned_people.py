"""A draft plans people with its rules: seen before, real with its publication, and not before its first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from salesops.core.errors import Conflict, Invalid, NotVisible, Refused, StaleVersion
from salesops.territories.models import PlannedAssignment, Territory, TerritoryAssignment, TerritoryPlan
from salesops.territories.queries import resolve_account
from salesops.territories.queries.coverage import coverage_ahead
from salesops.territories.queries.maps import territory_map
from salesops.territories.services.amend_plan import amend_plan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.plan_person import plan_person, unplan_person
from salesops.territories.services.publish_plan import publish_plan
from salesops.users.models import RoleGrant
from tests.cast import Cast
from tests.story import Deal, new_account
from tests.territories.atlas import WHY, draw, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> dict[str, Territory]:
    """The map: Elena has EMEA, Arjun has DACH."""
    return draw(cast)


@pytest.fixture
def draft(cast: Cast, world: dict[str, Territory]) -> TerritoryPlan:
    """A draft that begins in 30 days."""
    now = timezone.now()
    return draft_plan(actor=cast.kim, now=now, effective_on=(now + timedelta(days=30)).date(), reason=WHY)


def planned(cast: Cast, draft: TerritoryPlan, territory: Territory, **more: Any) -> PlannedAssignment:
    """Plan Arjun for a territory, unless told otherwise."""
    given: dict[str, Any] = {"duty": "ae", "person_id": cast.arjun.user_id, "version": None, "actor": cast.kim}
    return plan_person(**given | more, now=timezone.now(), number=draft.number, territory_id=territory.pk)


def holders(territory: Territory, day: date, duty: str = "ae") -> list[int]:
    """Return who has a territory on a day."""
    return [each.person_id for each in territory_map().holders_on(day, territory.pk, duty)]


class TestPublishing:
    def test_who_is_planned_has_it_from_the_first_day_on(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        planned(cast, draft, world["EMEA"])
        first = draft.effective_on
        assert holders(world["EMEA"], first) == [cast.elena.user_id]
        publish(cast, draft.number, now=timezone.now())
        assert holders(world["EMEA"], first - timedelta(days=1)) == [cast.elena.user_id]
        assert holders(world["EMEA"], first) == [cast.arjun.user_id]
        assert TerritoryAssignment.objects.get(valid_from=first).reason == WHY

    def test_a_later_day_and_a_moved_plan_are_kept_to(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        later = draft.effective_on + timedelta(days=10)
        planned(cast, draft, world["EMEA"], starts_on=later)
        planned(cast, draft, world["DACH"], person_id=cast.elena.user_id)
        moved = draft.effective_on + timedelta(days=20)
        amend_plan(
            actor=cast.kim, now=timezone.now(), number=draft.number, version=None, effective_on=moved, reason=WHY
        )
        publish(cast, draft.number, now=timezone.now())
        for territory in (world["EMEA"], world["DACH"]):
            before, then = (holders(territory, day) for day in (moved - timedelta(days=1), moved))
            assert before != then

    def test_nobody_leaves_it_vacant_which_the_plan_must_answer_for(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        now = timezone.now()
        planned(cast, draft, world["DACH"], person_id=None)
        draft.refresh_from_db()
        found = coverage_ahead(now.date(), draft)[0].faults
        assert {each.verdict for each in found.values() if each.theatre == "emea"} == {"vacant"}
        with pytest.raises(Conflict, match=r"EMEA: .* have no owner"):
            publish_plan(actor=cast.kim, now=now, number=draft.number, version=None)
        publish(cast, draft.number, now=now)
        assert holders(world["DACH"], draft.effective_on) == []

    def test_who_lost_the_role_meanwhile_stands_against_it(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        planned(cast, draft, world["EMEA"])
        RoleGrant.objects.filter(user_id=cast.arjun.user_id, role="ae").delete()
        with pytest.raises(Conflict, match="Arjun Nair is no account executive any more, and EMEA wants one"):
            publish(cast, draft.number, now=timezone.now())


class TestPlanning:
    def test_the_newest_word_of_a_territory_and_duty_counts_until_it_is_taken_out(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        planned(cast, draft, world["EMEA"], person_id=None)
        row = planned(cast, draft, world["EMEA"])
        assert PlannedAssignment.objects.get() == row
        unplan_person(actor=cast.kim, now=timezone.now(), number=draft.number, version=None, planned_id=row.pk)
        assert not PlannedAssignment.objects.exists()
        with pytest.raises(NotVisible):
            unplan_person(actor=cast.kim, now=timezone.now(), number=draft.number, version=None, planned_id=row.pk)

    def test_a_regional_vp_plans_in_the_own_region_alone(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        row = planned(cast, draft, world["EMEA"], actor=cast.tomas)
        for name in ("rosa", "elena", "ingrid", "vera"):
            with pytest.raises(Refused):
                planned(cast, draft, world["EMEA"], actor=cast.actor(name))
            with pytest.raises(Refused):
                unplan_person(
                    actor=cast.actor(name), now=timezone.now(), number=draft.number, version=None, planned_id=row.pk
                )

    def test_what_is_wrong(self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan) -> None:
        early = draft.effective_on - timedelta(days=1)
        with pytest.raises(Invalid) as wrong:
            planned(cast, draft, world["EMEA"], person_id=cast.walt.user_id, starts_on=early)
        assert set(wrong.value.fields) == {"person_id", "starts_on"}
        with pytest.raises(Invalid) as wrong:
            planned(cast, draft, Territory(pk=0), duty="vp")
        assert set(wrong.value.fields) == {"territory_id", "duty"}

    def test_what_was_read_must_be_what_is_there(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        planned(cast, draft, world["EMEA"], version=draft.version)
        with pytest.raises(StaleVersion):
            planned(cast, draft, world["DACH"], version=draft.version)

    def test_the_database_keeps_what_a_published_plan_said(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan
    ) -> None:
        planned(cast, draft, world["EMEA"])
        publish(cast, draft.number, now=timezone.now())
        for sql in (
            "UPDATE territories_plannedassignment SET starts_on = now()",
            "DELETE FROM territories_plannedassignment",
        ):
            with pytest.raises(DatabaseError, match="is no draft do not change"), transaction.atomic():
                connection.cursor().execute(sql)


class TestPage:
    def test_it_shows_who_comes_and_which_deals_that_moves(
        self, cast: Cast, world: dict[str, Territory], draft: TerritoryPlan, browser_of: Callable[[str], Client]
    ) -> None:
        deal = Deal(cast, owner="elena", account=new_account("Fjordline", country="NO"))
        later = draft.effective_on + timedelta(days=10)
        kim = browser_of("kim")
        address = reverse("territories:plan_person", args=[draft.number])
        body = {"territory_id": world["EMEA"].pk, "duty": "ae", "person_id": cast.arjun.user_id, "starts_on": later}
        assert kim.post(address, body).status_code == 302
        page = kim.get(reverse("territories:plan", args=[draft.number]))
        (row,) = page.context["page"].people
        assert (row.territory, row.from_name, row.to_name, row.first_day) == (
            "EMEA",
            "Elena Petrova",
            "Arjun Nair",
            later,
        )
        moves = page.context["panels"][0].data
        assert [(move.deal_id, move.to_name, move.on) for move in moves.rows] == [(deal.id, "Arjun Nair", later)]
        assert resolve_account(deal.account.pk, timezone.now()).owner_id == cast.elena.user_id
        end = reverse("territories:unplan_person", args=[draft.number, row.id])
        assert kim.post(end).status_code == 302
        assert kim.get(reverse("territories:plan", args=[draft.number])).context["page"].people == []
