"""The SDR of the place the company lies in reads first; where there is none, who has the fewest (domain §11.5)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from salesops.territories.services.assign import assign
from salesops.users.models import Absence, RoleGrant
from tests.cast import Cast, act_as
from tests.intake.introducing import introduced, new_partner
from tests.territories.atlas import WHY, draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Nothing is assigned into the past, so the map is drawn now."""
    return timezone.now()


@pytest.fixture
def in_stockholm(cast: Cast, now: datetime) -> dict[str, str]:
    """A company in Sweden, where Grace develops; another SDR has nothing to read yet."""
    emea = draw(cast, now=now)["EMEA"]
    assign(
        actor=cast.kim, now=now, territory_id=emea.pk, person_id=cast.user("grace").pk, duty="sdr",
        starts_on=now.date(), reason=WHY,
    )  # fmt: skip
    RoleGrant.objects.create(user=cast.user("walt"), role="sdr", region="", granted_at=now)
    return {"country": "SE", "city": "Stockholm", "website": "a.example", "email": "a@a.example"}


def test_the_developer_of_the_place_reads_it_however_much_waits(
    cast: Cast, now: datetime, in_stockholm: dict[str, str]
) -> None:
    partner = new_partner(now=now)
    for n in range(3):
        site = {"website": f"n{n}.example", "email": f"b@n{n}.example", "company": f"Number {n}"}
        assert introduced(act_as("kim"), partner, now=now, **(in_stockholm | site)).reviewer_id == cast.grace.user_id


def test_elsewhere_it_is_who_has_the_fewest(cast: Cast, now: datetime, in_stockholm: dict[str, str]) -> None:
    partner = new_partner(now=now)
    introduced(act_as("kim"), partner, now=now, **in_stockholm)
    there = introduced(act_as("kim"), partner, now=now, country="BR", city="São Paulo")
    assert there.reviewer_id == cast.walt.user_id


def test_who_is_away_reads_nothing(cast: Cast, now: datetime, in_stockholm: dict[str, str]) -> None:
    today = now.date()
    Absence.objects.create(user=cast.user("grace"), deputy=cast.user("walt"), starts_on=today, ends_on=today)
    assert introduced(act_as("kim"), new_partner(now=now), now=now, **in_stockholm).reviewer_id == cast.walt.user_id
