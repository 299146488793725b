"""Write a person's calendar feed for the program that asks for it by its secret address."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from salesops.core.errors import NotVisible, TooMany
from salesops.notifications.domain.text import LONGEST_BODY, LONGEST_TITLE, lines, one_line
from salesops.notifications.models import FeedAddress
from salesops.notifications.registry import entries_of
from salesops.notifications.services.make_feed import hash_secret
from salesops.users.queries import actor_of, workspace
from salesops.web.services.count_attempt import Limit, count_attempt, give_back

PAST, AHEAD = timedelta(days=31), timedelta(days=366)
# A secret has 256 random bits; the limit bounds the work a stranger can cause.
TRIES = Limit(most=30, seconds=15 * 60)


def read_feed(*, secret: str, address: str, now: datetime) -> bytes:
    """This function will write the days a person has to remember as an iCalendar file.

    It holds what the person may see at this moment: a right that ended ends there too.

    Raises: NotVisible for every address that does not work; TooMany after thirty wrong ones from one place.
    """
    key = f"calendar-feed:address:{address}"
    count = count_attempt(key, TRIES)
    if not count.is_allowed:
        raise TooMany("too_many_attempts", "Too many attempts from here.", retry_after=count.retry_after)
    row = FeedAddress.objects.filter(secret_hash=hash_secret(secret), ended_at=None, user__is_active=True).first()
    if row is None:
        raise NotVisible("not_found", "There is no such calendar.", next_action="Make a new address in the settings.")
    give_back(key)
    return _written(row.user_id, now)


def _written(user_id: int, now: datetime) -> bytes:
    feed = Calendar()
    feed.add("prodid", "-//salesops//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", workspace().company_name or "salesops")
    feed.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    today = now.date()
    for entry in entries_of(actor_of(user_id, via="feed"), today - PAST, today + AHEAD):
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", one_line(entry.title, LONGEST_TITLE))
        event.add("transp", "TRANSPARENT")
        event.add("url", f"{settings.SITE_URL}{entry.path}")
        event.add("description", f"{lines(entry.text, LONGEST_BODY)}\n{settings.SITE_URL}{entry.path}".strip())
        feed.add_component(event)
    return bytes(feed.to_ical())
