"""The calendar feed: what a person may see now, under an address only they know, until they end it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from salesops.core.actor import Actor
from salesops.core.errors import NotVisible, Refused
from salesops.notifications import registry
from salesops.notifications.domain.calendar import CalendarEntry
from salesops.notifications.models import FeedAddress
from salesops.notifications.services.make_feed import end_feed, hash_secret, make_feed
from salesops.notifications.services.read_feed import TRIES, read_feed
from salesops.users.services.disable_person import disable_person
from tests.cast import NOW, act_as, hire

pytestmark = pytest.mark.django_db
ENTRY = CalendarEntry(
    "next-step:7", date(2026, 3, 4), "Call; Fjord, Ltd\r\nX-EVIL:1", "/opportunities/7/", "Bring\nnumbers"
)


@pytest.fixture
def entries(rooms: None) -> None:
    """One room that has something to remember for Elena."""
    registry.calendar_entries("test")(lambda actor, since, until: [ENTRY] if actor.name.startswith("Elena") else [])


def read(secret: str, address: str = "203.0.113.9") -> Any:
    """Read a feed as a calendar program does."""
    return Calendar.from_ical(read_feed(secret=secret, address=address, now=NOW))


class TestReading:
    def test_gives_whole_days_that_lead_to_the_place_to_act(self, entries: None) -> None:
        [event] = read(make_feed(actor=act_as("elena"), now=NOW)).walk("VEVENT")
        assert (event["UID"], event.decoded("DTSTART"), event.decoded("DTEND")) == (
            "next-step:7@127.0.0.1",
            date(2026, 3, 4),
            date(2026, 3, 5),
        )
        assert str(event["SUMMARY"]) == "Call; Fjord, Ltd X-EVIL:1"
        assert "X-EVIL" not in event
        assert event["URL"] == "http://127.0.0.1:8000/opportunities/7/"
        assert str(event["DESCRIPTION"]) == "Bring\nnumbers\nhttp://127.0.0.1:8000/opportunities/7/"

    def test_is_for_one_person_and_asks_the_rooms_as_that_person(self, entries: None) -> None:
        assert read(make_feed(actor=act_as("arjun"), now=NOW)).walk("VEVENT") == []

    def test_asks_for_a_month_back_and_a_year_ahead(self, rooms: None) -> None:
        asked: list[Any] = []
        registry.calendar_entries("test")(lambda actor, since, until: asked.append((actor, since, until)) or [])
        read(make_feed(actor=act_as("elena"), now=NOW))
        [(actor, since, until)] = asked
        assert isinstance(actor, Actor)
        assert (since, until) == (date(2026, 1, 30), date(2027, 3, 3))

    def test_is_served_to_programs_without_a_sign_in(self, entries: None) -> None:
        secret = make_feed(actor=act_as("elena"), now=NOW)
        answer = Client().get(f"/calendar/{secret}/salesops.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store" or "private" in answer["Cache-Control"]
        assert Client().post(f"/calendar/{secret}/salesops.ics").status_code in {403, 405}


class TestTheAddress:
    def test_is_kept_as_a_hash_and_long_enough(self) -> None:
        secret = make_feed(actor=act_as("elena"), now=NOW)
        assert len(secret) >= 43
        assert FeedAddress.objects.get().secret_hash == hash_secret(secret) != secret

    def test_ends_with_a_new_one_an_end_or_the_person(self) -> None:
        elena = act_as("elena")
        first = make_feed(actor=elena, now=NOW)
        second = make_feed(actor=elena, now=NOW)
        with pytest.raises(NotVisible):
            read(first)
        assert read(second)
        end_feed(actor=elena, now=NOW)
        with pytest.raises(NotVisible):
            read(second)
        third = make_feed(actor=elena, now=NOW)
        disable_person(actor=act_as("kim"), now=NOW, user_id=hire("elena").pk)
        with pytest.raises(NotVisible):
            read(third)

    def test_is_nothing_for_programs(self) -> None:
        program = act_as("elena", via="api", scopes=frozenset())
        for act in (make_feed, end_feed):
            with pytest.raises(Refused):
                act(actor=program, now=NOW)

    def test_is_shown_once(self, as_person: Any) -> None:
        elena = as_person("elena")
        made = elena.post("/settings/notifications/feed/new/")
        assert made["Cache-Control"] == "no-store"
        assert made.context["address"].split("/")[-1] == "salesops.ics"
        secret = made.context["address"].split("/")[-2]
        assert secret not in elena.get("/settings/notifications/").content.decode()
        elena.post("/settings/notifications/feed/end/")
        assert Client().get(f"/calendar/{secret}/salesops.ics").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_wrong_addresses_are_counted_and_right_ones_are_free() -> None:
    good = make_feed(actor=act_as("elena"), now=NOW)
    for _ in range(TRIES.most + 5):
        assert Client().get(f"/calendar/{good}/salesops.ics", REMOTE_ADDR="198.51.100.7").status_code == 200
    answers = [
        Client().get(f"/calendar/wrong{number}/salesops.ics", REMOTE_ADDR="198.51.100.7").status_code
        for number in range(TRIES.most + 5)
    ]
    assert answers == [404] * TRIES.most + [429] * 5
