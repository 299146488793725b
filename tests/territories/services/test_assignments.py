"""Who has a territory: nobody twice on one day, nobody in the past."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.territories.models import Territory, TerritoryAssignment
from salesops.territories.queries.maps import territory_map
from salesops.territories.services.assign import assign
from tests.cast import Cast
from tests.territories.atlas import WHY, territories

pytestmark = pytest.mark.django_db
INSERT = """
    INSERT INTO territories_territoryassignment
      (territory_id, duty, person_id, valid_from, valid_to, reason, assigned_by_id, assigned_at)
    VALUES (%s, 'ae', %s, %s, %s, '', %s, now())
"""


@pytest.fixture
def dach(cast: Cast) -> Territory:
    """A territory Elena has from today on."""
    return territories(cast, {"DACH": ("emea", "elena", [])}, now=timezone.now())["DACH"]


def holder(territory: Territory, day: date) -> list[int]:
    """Return who has it on a day."""
    return [each.person_id for each in territory_map().holders_on(day, territory.pk, "ae")]


class TestAssigning:
    def test_the_next_one_follows_on_the_day(self, cast: Cast, dach: Territory) -> None:
        now = timezone.now()
        monday = now.date() + timedelta(days=10)
        known: dict[str, Any] = {"actor": cast.tomas, "now": now, "territory_id": dach.pk, "reason": WHY}
        assign(**known, person_id=cast.arjun.user_id, starts_on=monday)
        assert holder(dach, monday - timedelta(days=1)) == [cast.elena.user_id]
        assert holder(dach, monday) == [cast.arjun.user_id]

    def test_a_correction_before_the_day_is_a_new_row(self, cast: Cast, dach: Territory) -> None:
        now = timezone.now()
        day = now.date() + timedelta(days=10)
        known: dict[str, Any] = {"actor": cast.kim, "now": now, "territory_id": dach.pk, "reason": WHY}
        assign(**known, person_id=cast.arjun.user_id, starts_on=day)
        assign(**known, person_id=cast.elena.user_id, starts_on=day)
        assert holder(dach, day) == [cast.elena.user_id]
        assert TerritoryAssignment.objects.count() == 3

    def test_nobody_leaves_it_vacant(self, cast: Cast, dach: Territory) -> None:
        now = timezone.now()
        assign(actor=cast.kim, now=now, territory_id=dach.pk, person_id=None, starts_on=now.date(), reason=WHY)
        assert holder(dach, now.date()) == []

    @pytest.mark.parametrize("who", ["rosa", "elena", "ingrid", "vera", "paula"])
    def test_who_may_not(self, cast: Cast, dach: Territory, who: str) -> None:
        now = timezone.now()
        with pytest.raises(Refused):
            assign(
                actor=cast.actor(who), now=now, territory_id=dach.pk, person_id=None, starts_on=now.date(), reason=WHY
            )

    def test_what_is_wrong(self, cast: Cast, dach: Territory) -> None:
        now = timezone.now()
        known: dict[str, Any] = {"actor": cast.kim, "now": now, "reason": WHY}
        with pytest.raises(Invalid, match="into the past"):
            assign(**known, territory_id=dach.pk, person_id=None, starts_on=now.date() - timedelta(days=1))
        with pytest.raises(Invalid, match="no account executive"):
            assign(**known, territory_id=dach.pk, person_id=cast.walt.user_id, starts_on=now.date())
        with pytest.raises(NotVisible):
            assign(**known, territory_id=0, person_id=None, starts_on=now.date())


class TestTheDatabase:
    def insert(self, cast: Cast, territory: Territory, starts: date, ends: date | None) -> None:
        """Insert an assignment past every service."""
        with transaction.atomic(), connection.cursor() as cursor:
            who = cast.arjun.user_id
            cursor.execute(INSERT, [territory.pk, who, starts, ends, cast.kim.user_id])

    def test_it_refuses_two_at_a_time(self, cast: Cast, dach: Territory) -> None:
        day = timezone.now().date() + timedelta(days=40)
        with pytest.raises(IntegrityError, match="one_at_a_time"):
            self.insert(cast, dach, day, day + timedelta(days=1))

    def test_half_open_days_may_touch(self, cast: Cast, dach: Territory) -> None:
        now = timezone.now()
        day = now.date() + timedelta(days=40)
        assign(actor=cast.kim, now=now, territory_id=dach.pk, person_id=None, starts_on=day, reason=WHY)
        self.insert(cast, dach, day, None)
        assert holder(dach, day) == [cast.arjun.user_id]

    def test_it_refuses_the_past(self, cast: Cast, dach: Territory) -> None:
        long_ago = timezone.now().date() - timedelta(days=400)
        with pytest.raises(DatabaseError, match="into the past"):
            self.insert(cast, dach, long_ago, long_ago + timedelta(days=1))

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("person_id = assigned_by_id", "only ended"),
            ("valid_from = valid_from - 1", "only ended"),
            ("valid_to = current_date - 30, ended_at = now()", "days_in_order|from today on"),
            ("ended_at = now()", "from today on"),
        ],
    )
    def test_it_keeps_what_was(self, cast: Cast, dach: Territory, change: str, words: str) -> None:
        sql = f"UPDATE territories_territoryassignment SET {change}"
        with pytest.raises(DatabaseError, match=f"{words}|permission denied"), transaction.atomic():
            connection.cursor().execute(sql)

    def test_it_deletes_nothing(self, cast: Cast, dach: Territory) -> None:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("DELETE FROM territories_territoryassignment")
