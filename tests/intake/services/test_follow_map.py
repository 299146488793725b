"""Leads and the map: whose place it is works them, unless somebody decided otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from salesops.intake.models import Lead, LeadMove
from salesops.intake.queries.territory_moves import lead_moves_by
from salesops.intake.services.assign_lead import assign_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.follow_map import follow_map
from salesops.outbox.models import Event
from salesops.territories.models import Territory, TerritoryPlan
from salesops.territories.services.draft_plan import draft_plan
from salesops.territories.services.plan_person import plan_person
from tests.cast import Cast
from tests.intake.leads import a_lead
from tests.territories.atlas import WHY, draw, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def tomorrow(cast: Cast, now: datetime) -> datetime:
    """A day on which Grace has EMEA, which was Elena's."""
    give(cast, draw(cast, now=now)["EMEA"], "grace", now=now, starts_on=now.date() + timedelta(days=1))
    return now + timedelta(days=1)


def in_sweden(cast: Cast, now: datetime, *, by: str = "ida", source: str = "event") -> Lead:
    return a_lead(cast, by=by, source=source, now=now, country="SE", subdivision="", city="Malmö")


def test_a_lead_goes_to_whose_place_it_is_now(cast: Cast, now: datetime, tomorrow: datetime) -> None:
    lead = in_sweden(cast, now)
    assert lead.owner_id == cast.elena.user_id
    assert follow_map(now=now) == 0
    assert follow_map(now=tomorrow) == 1
    lead.refresh_from_db()
    assert lead.owner_id == cast.grace.user_id
    assert lead.owner_reason.startswith("The map changed. ")
    move = LeadMove.objects.get(lead=lead, what="owner", after=cast.grace.name)
    assert (move.before, move.by_id) == (cast.elena.name, None)
    assert Event.objects.filter(type="lead.assigned.v1", subject_id=lead.pk).count() == 1
    assert follow_map(now=tomorrow) == 0


def test_what_a_person_decided_stays(cast: Cast, now: datetime, tomorrow: datetime) -> None:
    found = in_sweden(cast, now, by="arjun", source="outbound_ae")
    handed = in_sweden(cast, now)
    reason = "Arjun knows their board."
    assign_lead(actor=cast.kim, now=now, lead_id=handed.pk, owner_id=cast.user("arjun").pk, reason=reason)
    closed = in_sweden(cast, now)
    disqualify_lead(actor=cast.elena, now=now, lead_id=closed.pk, reason="no_need", detail="They have what they need.")
    assert follow_map(now=tomorrow) == 0
    assert set(Lead.objects.filter(pk__in=[found.pk, handed.pk]).values_list("owner_id", flat=True)) == {
        cast.arjun.user_id
    }


def test_a_lead_nobody_had_gets_its_owner_with_the_first_map(cast: Cast, now: datetime) -> None:
    lead = in_sweden(cast, now)
    assert lead.owner_id is None
    draw(cast, now=now)
    assert follow_map(now=now) == 1
    lead.refresh_from_db()
    assert lead.owner_id == cast.elena.user_id


def draft_for(cast: Cast, now: datetime, person: str) -> TerritoryPlan:
    """Return a draft that gives EMEA to a person in ten days."""
    first = now.date() + timedelta(days=10)
    plan = draft_plan(actor=cast.kim, now=now, effective_on=first, reason=WHY)
    emea = Territory.objects.get(name="EMEA")
    given = {"territory_id": emea.pk, "duty": "ae", "person_id": cast.user(person).pk}
    plan_person(actor=cast.kim, now=now, number=plan.number, version=None, **given)
    return plan


def test_a_draft_says_which_leads_it_would_move(cast: Cast, now: datetime, browser_of: Callable[[str], Client]) -> None:
    draw(cast, now=now)
    lead, handed = in_sweden(cast, now), in_sweden(cast, now)
    assign_lead(actor=cast.kim, now=now, lead_id=handed.pk, owner_id=cast.user("arjun").pk, reason="He knows them.")
    plan = draft_for(cast, now, "arjun")
    moves = lead_moves_by(cast.kim, plan)
    assert [(each.lead.pk, each.from_name, each.to_name, each.territory, each.on) for each in moves.rows] == [
        (lead.pk, cast.elena.name, cast.arjun.name, "EMEA", plan.effective_on)
    ]
    assert (moves.total, moves.unshown) == (1, 0)
    page = browser_of("kim").get(f"/territories/plans/{plan.number}/").content.decode()
    assert "Which leads would move" in page
    assert f'href="/leads/{lead.pk}/"' in page
    assert f'href="/leads/{handed.pk}/"' not in page


def test_what_moves_without_the_draft_too_is_not_counted_against_it(cast: Cast, now: datetime) -> None:
    emea = draw(cast, now=now)["EMEA"]
    in_sweden(cast, now)
    give(cast, emea, "grace", now=now, starts_on=now.date() + timedelta(days=1))
    plan = draft_plan(actor=cast.kim, now=now, effective_on=now.date() + timedelta(days=10), reason=WHY)
    assert lead_moves_by(cast.kim, plan).total == 0
    plan_person(
        actor=cast.kim, now=now, number=plan.number, version=None, territory_id=emea.pk, duty="ae",
        person_id=cast.user("arjun").pk,
    )  # fmt: skip
    assert [each.to_name for each in lead_moves_by(cast.kim, plan).rows] == [cast.arjun.name]
