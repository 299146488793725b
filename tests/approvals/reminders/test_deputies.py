"""Nobody who decides is away without somebody who decides in their place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from approvals.services.delegate import NewDelegation, delegate
from salesops.reminders.registry import scope_named
from salesops.users.models import Absence
from salesops.users.services.cancel_absence import cancel_absence
from salesops.users.services.revoke_role import revoke_role
from salesops.users.services.set_absence import set_absence
from tests.approvals.reminders.conftest import MONDAY
from tests.cast import Cast
from tests.reminders.watching import Watch

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LAST = date(2031, 3, 10), date(2031, 3, 12)


@pytest.fixture
def watch(cast: Cast) -> Watch:
    """Tomas is away from Monday to Wednesday of next week; Elena takes his work, which decides nothing."""
    cast.user("kim")
    tomas, elena = cast.user("tomas").pk, cast.user("elena").pk
    set_absence(actor=cast.tomas, now=MONDAY, user_id=tomas, deputy_id=elena, starts_on=FIRST, ends_on=LAST)
    return Watch("deputy_missing", tomas, MONDAY, scope="user")


def name(cast: Cast, first: date = FIRST, last: date = LAST) -> None:
    people = (cast.user("tomas").pk, cast.user("rosa").pk)
    delegate(actor=cast.tomas, now=MONDAY, new=NewDelegation(*people, first, last))


class TestDeputyMissing:
    def test_is_told_the_business_day_before_and_operations_on_the_day(self, cast: Cast, watch: Watch) -> None:
        told = watch.pass_days(9)
        assert told == ["approver Tomas Fri 7 Mar 09:00", "operations Kim Mon 10 Mar 09:00"]
        assert watch.reminder.title == "Name who decides for Tomas Keller from 10 March to 12 March"
        assert watch.reminder.path == (
            f"/approvals/deputies/name/?approver={watch.scope_id}&starts_on=2031-03-10&ends_on=2031-03-12"
        )

    def test_goes_on_while_it_is_put_off(self, watch: Watch) -> None:
        watch.pass_days(5)
        watch.snooze(days=5)
        assert watch.pass_days(4)[-1] == "operations Kim Mon 10 Mar 09:00"

    def test_stops_when_somebody_is_named(self, cast: Cast, watch: Watch) -> None:
        watch.pass_days(5)
        assert watch.is_open
        name(cast)
        assert not watch.is_open
        assert len(watch.pass_days(9)) == 1

    def test_goes_on_while_a_day_is_left_open(self, cast: Cast, watch: Watch) -> None:
        watch.pass_days(5)
        name(cast, last=LAST - timedelta(days=1))
        assert watch.is_open
        name(cast, first=LAST)
        assert not watch.is_open

    def test_stops_when_the_days_are_taken_back(self, cast: Cast, watch: Watch) -> None:
        watch.pass_days(5)
        days = Absence.objects.get()
        cancel_absence(actor=cast.tomas, now=watch.now, user_id=watch.scope_id, absence_id=days.pk)
        assert not watch.is_open

    def test_stops_with_the_role(self, cast: Cast, watch: Watch) -> None:
        watch.pass_days(5)
        revoke_role(actor=cast.kim, now=watch.now, user_id=watch.scope_id, role="regional_vp", region="emea")
        assert not watch.is_open

    def test_ends_with_the_days(self, watch: Watch) -> None:
        watch.pass_days(8)
        watch.now = MONDAY + timedelta(days=10)
        watch.plan()
        assert not watch.is_open

    def test_is_nothing_to_who_decides_nothing(self, cast: Cast, watch: Watch) -> None:
        arjun, elena = cast.user("arjun").pk, cast.user("elena").pk
        set_absence(actor=cast.arjun, now=MONDAY, user_id=arjun, deputy_id=elena, starts_on=FIRST, ends_on=LAST)
        assert Watch("deputy_missing", arjun, MONDAY, scope="user").pass_days(9) == []

    def test_is_looked_at_for_everybody_who_decides(self, cast: Cast, watch: Watch) -> None:
        ids = scope_named("user").ids_after(0, 10)
        assert ids == sorted([watch.scope_id, cast.user("kim").pk])
        assert scope_named("user").ids_after(ids[0], 10) == ids[1:]
