"""Calendars: one's own working time, the workspace's, and days off; who sets them, and whose clocks they rule."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from salesops.audit.models import AuditEntry
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.users.domain.working_time import WorkingTime
from salesops.users.models import DayOff, WorkCalendar
from salesops.users.queries import calendar_of, calendars_of, days_off_ahead
from salesops.users.services.add_day_off import add_day_off
from salesops.users.services.change_calendar import change_calendar
from salesops.users.services.change_default_calendar import change_default_calendar
from salesops.users.services.remove_day_off import remove_day_off
from tests.cast import NOW, Cast, act_as

pytestmark = pytest.mark.django_db
EARLY = WorkingTime(time(7), time(15), frozenset({0, 1, 2, 3}), "NO")


def acts() -> list[str]:
    """Return the calendar acts in the ledger, in order."""
    return list(
        AuditEntry.objects.filter(action__regex="calendar|day_off").order_by("id").values_list("action", flat=True)
    )


class TestOwn:
    def test_is_followed_and_left_again(self, cast: Cast) -> None:
        elena = cast.elena
        change_calendar(actor=elena, now=NOW, working_time=EARLY)
        change_calendar(actor=elena, now=NOW, working_time=EARLY)
        assert (calendar_of(elena.user_id).opens, calendar_of(elena.user_id).days) == (time(7), frozenset({0, 1, 2, 3}))
        change_calendar(actor=elena, now=NOW, working_time=None)
        assert not WorkCalendar.objects.exists()
        assert calendar_of(elena.user_id).opens == time(9)
        assert acts() == ["person.calendar_changed.v1"] * 2

    def test_is_not_changed_by_a_program(self, cast: Cast) -> None:
        with pytest.raises(Refused):
            change_calendar(
                actor=act_as("elena", via="api", scopes=frozenset({"deal:write"})), now=NOW, working_time=EARLY
            )

    def test_cannot_be_impossible(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            change_calendar(actor=cast.elena, now=NOW, working_time=WorkingTime(country="XX"))

    @pytest.mark.parametrize(
        "change", ["closes = opens", "work_days = '{}'", "work_days = '{7}'", "work_days = '{NULL}'"]
    )
    def test_comes_to_an_end_whoever_writes_it(self, cast: Cast, change: str) -> None:
        change_calendar(actor=cast.elena, now=NOW, working_time=EARLY)
        for table in ("users_workcalendar", "users_workspacesetting"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {change}")


class TestWorkspace:
    def test_is_set_by_operations_and_holds_for_everybody_else_and_for_nobody(self, cast: Cast) -> None:
        change_calendar(actor=cast.elena, now=NOW, working_time=EARLY)
        late = WorkingTime(time(11), time(19))
        change_default_calendar(actor=cast.kim, now=NOW, time_zone="Asia/Tokyo", working_time=late)
        found = calendars_of([cast.elena.user_id, cast.arjun.user_id, None])
        assert [found[key].opens for key in (cast.elena.user_id, cast.arjun.user_id, 0)] == [
            time(7),
            time(11),
            time(11),
        ]
        assert [found[key].zone for key in (cast.arjun.user_id, 0)] == ["UTC", "Asia/Tokyo"]

    def test_is_read_in_one_statement(self, cast: Cast, django_assert_num_queries) -> None:
        ids = [cast.user(name).pk for name in ("elena", "arjun", "rosa")]
        with django_assert_num_queries(1):
            assert set(calendars_of([*ids, None])) == {*ids, 0}

    @pytest.mark.parametrize("who", ["elena", "ingrid", "tomas"])
    def test_is_nobody_else_s_to_change(self, cast: Cast, who: str) -> None:
        actor = cast.actor(who)
        with pytest.raises(Refused):
            change_default_calendar(actor=actor, now=NOW, time_zone="UTC", working_time=EARLY)
        with pytest.raises(Refused):
            add_day_off(actor=actor, now=NOW, day=date(2026, 7, 8), name="Founders' day")
        with pytest.raises(Refused):
            remove_day_off(actor=actor, now=NOW, day_off_id=1)

    def test_needs_a_zone_that_exists(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            change_default_calendar(actor=cast.kim, now=NOW, time_zone="Mars/Olympus", working_time=EARLY)


class TestDaysOff:
    def test_stop_every_clock(self, cast: Cast) -> None:
        tuesday = add_day_off(actor=cast.kim, now=NOW, day=date(2026, 3, 3), name="Stocktaking")
        start, end = (datetime(2026, 3, day, 16, tzinfo=ZoneInfo("UTC")) for day in (2, 4))
        assert add_business_hours(start, 8, calendar=calendar_of(cast.elena.user_id)) == end
        remove_day_off(actor=cast.kim, now=NOW, day_off_id=tuesday.pk)
        assert add_business_hours(start, 8, calendar=calendar_of(cast.elena.user_id)) == end.replace(day=3)
        assert acts() == ["workspace.day_off_added.v1", "workspace.day_off_removed.v1"]

    def test_are_added_once(self, cast: Cast) -> None:
        for _ in range(2):
            with pytest.raises(Invalid) if DayOff.objects.exists() else transaction.atomic():
                add_day_off(actor=cast.kim, now=NOW, day=date(2026, 3, 3), name="Stocktaking")
        assert DayOff.objects.count() == 1

    def test_have_names_and_exist(self, cast: Cast) -> None:
        with pytest.raises(Invalid):
            add_day_off(actor=cast.kim, now=NOW, day=date(2026, 3, 3), name=" ")
        with pytest.raises(NotVisible):
            remove_day_off(actor=cast.kim, now=NOW, day_off_id=999_999)

    def test_are_named_ahead_across_the_year(self, cast: Cast) -> None:
        add_day_off(actor=cast.kim, now=NOW, day=date(2026, 12, 31), name="Stocktaking")
        ahead = days_off_ahead(WorkingTime(country="NO"), today=date(2026, 12, 26), most=3)
        assert [day for day, _ in ahead] == [date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1)]
        assert ahead[1][1] == "Stocktaking"
