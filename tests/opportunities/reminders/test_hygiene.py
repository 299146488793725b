"""The weekly word on how well somebody's deals are kept (domain §9.5, §12)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from opportunities.reminders.hygiene import hygiene_weekly, owner_ids
from opportunities.services.set_next_step import set_next_step
from salesops.reminders.models import Reminder
from salesops.users.models import User
from tests.cast import NOW, Cast
from tests.reminders.watching import Watch
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def deal(cast: Cast) -> Deal:
    cast.user("tomas")
    User.objects.filter(pk=cast.user("elena").pk).update(date_joined=FRIDAY - timedelta(days=1))
    return Deal(cast, now=NOW - timedelta(days=4))


def watch(deal: Deal, now: datetime = FRIDAY) -> Watch:
    return Watch("hygiene_weekly", deal.row.owner_id, now, scope="owner")


def test_tells_the_owner_and_the_manager_every_monday(deal: Deal) -> None:
    week = watch(deal)
    assert week.pass_days(12) == [
        "manager Tomas Mon 2 Mar 09:00",
        "owner Elena Mon 2 Mar 09:00",
        "manager Tomas Mon 9 Mar 09:00",
        "owner Elena Mon 9 Mar 09:00",
    ]
    assert week.reminder.why.startswith("1 of 1 open deals need care: ")


def test_says_nothing_of_deals_that_are_kept_and_stops_when_they_are(deal: Deal) -> None:
    week = watch(deal)
    week.pass_days(4)
    assert week.is_open
    tidy(deal)
    week.plan()
    assert not week.is_open
    assert len(week.pass_days(7)) == 2


def tidy(deal: Deal) -> None:
    """Mend everything that hygiene finds on the deal."""
    deal.log_call()
    deal.name_buyer()
    set_next_step(**deal.known(), text="Send the agenda", due=NOW.date() + timedelta(days=30))


def test_many_people_cost_as_much_as_one_and_only_owners_are_looked_at(
    cast: Cast, deal: Deal, django_assert_max_num_queries
) -> None:
    Deal(cast, owner="arjun", now=NOW)
    assert list(owner_ids(0, 10)) == sorted([cast.user("elena").pk, cast.user("arjun").pk])
    with django_assert_max_num_queries(5):
        found = list(hygiene_weekly(list(owner_ids(0, 10)), NOW))
    assert [matter.is_quiet for matter in found] == [False, False]
    assert not Reminder.objects.exists()
