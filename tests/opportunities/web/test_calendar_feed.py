"""A person's calendar feed holds the next steps they carry and the close dates they own, while the deal is open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from opportunities.models import Opportunity
from opportunities.queries.calendar import calendar_days
from opportunities.services.set_next_step import set_next_step
from salesops.notifications.services.make_feed import make_feed
from salesops.notifications.services.read_feed import read_feed
from tests.cast import NOW, Cast
from tests.story import Deal, new_account

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """Elena's deal, with a step Beatriz carries."""
    made = Deal(cast, account=new_account("Fjord"), now=NOW)
    set_next_step(**made.known(), text="Call them", due=TODAY + timedelta(days=3))
    theirs = {"close_date": TODAY + timedelta(days=20), "next_step_owner": cast.user("beatriz")}
    Opportunity.objects.filter(pk=made.id).update(**theirs)
    return made


def days(
    cast: Cast, who: str, since: date = TODAY, until: date = TODAY + timedelta(days=366)
) -> list[tuple[str, date]]:
    """Return the titles and days of somebody's feed."""
    return [(entry.title, entry.day) for entry in calendar_days(cast.actor(who), since, until)]


def test_gives_each_what_is_theirs(cast: Cast, deal: Deal) -> None:
    assert days(cast, "beatriz") == [("Fjord: Call them", TODAY + timedelta(days=3))]
    assert days(cast, "elena") == [("Fjord closes", TODAY + timedelta(days=20))]
    assert days(cast, "tomas") == []
    assert days(cast, "victor") == []


def test_keeps_to_the_days_asked_for(cast: Cast, deal: Deal) -> None:
    assert days(cast, "elena", until=TODAY + timedelta(days=19)) == []
    assert days(cast, "elena", since=TODAY + timedelta(days=21)) == []
    assert len(days(cast, "elena", TODAY + timedelta(days=20), TODAY + timedelta(days=20))) == 1


def test_costs_two_statements(cast: Cast, deal: Deal, django_assert_num_queries) -> None:
    elena = cast.elena
    with django_assert_num_queries(2):
        assert list(calendar_days(elena, TODAY, TODAY + timedelta(days=366)))


def test_reaches_a_calendar_program(cast: Cast, deal: Deal) -> None:
    secret = make_feed(actor=cast.elena, now=NOW)
    feed = Calendar.from_ical(read_feed(secret=secret, address="203.0.113.4", now=NOW))
    [event] = feed.walk("VEVENT")
    assert event["UID"] == f"close-{deal.id}@127.0.0.1"
    assert event["URL"].endswith(f"/opportunities/{deal.id}/")
