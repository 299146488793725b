"""Leads and the map: whose place it is works them, unless somebody decided otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from salesops.intake.models import Lead, LeadMove
from salesops.intake.services.assign_lead import assign_lead
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.follow_map import follow_map
from salesops.outbox.models import Event
from tests.cast import Cast
from tests.intake.leads import a_lead
from tests.territories.atlas import draw, give

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
