"""The morning digest: once a person and day, when their work begins; stopped by one click, and only by a click."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from salesops.audit.models import AuditEntry
from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.notifications import registry
from salesops.notifications.domain.delivery import DIGEST, NOW, OFF, Wishes
from salesops.notifications.models import Message, Notification, Preference
from salesops.notifications.services.build_digests import build_digests
from salesops.notifications.services.change_preferences import change_preferences
from salesops.notifications.services.send import send_due
from salesops.notifications.services.unsubscribe import SALT, person_of, unsubscribe, unsubscribe_path
from salesops.users.domain.working_time import WorkingTime
from salesops.users.models import User
from salesops.users.services.add_day_off import add_day_off
from salesops.users.services.change_calendar import change_calendar
from salesops.users.services.disable_person import disable_person
from tests.cast import act_as, hire
from tests.notifications.telling import Post, tell

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def token_of(name: str) -> str:
    """Return what stands in the link of a digest."""
    return unsubscribe_path(hire(name).pk).split("/")[2]


def waiting(name: str = "elena") -> int:
    """Say how much waits for somebody's morning."""
    return Message.objects.filter(recipient=hire(name), status="waiting").count()


class TestBuilding:
    @pytest.mark.parametrize(
        ("at", "made"),
        [
            (MONDAY.replace(hour=8, minute=59), 0),
            (MONDAY.replace(hour=9), 1),
            (MONDAY.replace(hour=16, minute=59), 1),
            (MONDAY.replace(hour=17), 0),
            (MONDAY.replace(hour=10) - timedelta(days=1), 0),
        ],
    )
    def test_waits_for_the_working_hours(self, at: datetime, made: int) -> None:
        tell(urgent=False)
        assert build_digests(now=at) == made

    def test_goes_by_the_calendar_of_each_person(self) -> None:
        tell(urgent=False)
        tell("two", to="arjun", urgent=False)
        User.objects.filter(pk=hire("arjun").pk).update(time_zone="Asia/Tokyo")
        early = WorkingTime(time(7), time(15), frozenset({0, 2}))
        change_calendar(actor=act_as("elena"), now=MONDAY, working_time=early)
        add_day_off(actor=act_as("kim"), now=MONDAY, day=date(2026, 3, 2), name="Stocktaking")
        assert build_digests(now=MONDAY.replace(hour=1)) == 0
        tuesday = MONDAY + timedelta(days=1)
        assert build_digests(now=tuesday.replace(hour=1)) == 1  # ten in the morning in Tokyo
        assert build_digests(now=tuesday.replace(hour=9)) == 0  # no working day of Elena's
        assert build_digests(now=tuesday.replace(day=4, hour=7)) == 1
        assert Message.objects.filter(status="waiting").count() == 0

    def test_happens_once_a_day_and_leaves_what_comes_later_for_the_next(self) -> None:
        tell(urgent=False)
        at = MONDAY.replace(hour=9)
        assert [build_digests(now=at), build_digests(now=at)] == [1, 0]
        tell("two", urgent=False)
        assert build_digests(now=at.replace(hour=16)) == 0
        assert waiting() == 1
        assert build_digests(now=at + timedelta(days=1)) == 1
        assert list(Message.objects.filter(notification=None).order_by("id").values_list("dedupe", flat=True)) == [
            f"digest:{hire('elena').pk}:2026-03-02",
            f"digest:{hire('elena').pk}:2026-03-03",
        ]

    @pytest.mark.parametrize("zone", ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe"])
    def test_neither_misses_nor_doubles_a_day_when_the_clocks_change(self, zone: str) -> None:
        person = hire("elena")
        User.objects.filter(pk=person.pk).update(time_zone=zone)
        change_calendar(actor=act_as("elena"), now=MONDAY, working_time=WorkingTime(days=frozenset(range(7))))
        for first in (date(2026, 3, 1), date(2026, 10, 1)):
            start = datetime.combine(first, time(0), ZoneInfo(zone)).astimezone(UTC)
            for hour in range(0, 45 * 24, 2):
                tell(f"{first}:{hour}", urgent=False)
                build_digests(now=start + timedelta(hours=hour))
        days = sorted(Message.objects.filter(notification=None).values_list("dedupe", flat=True))
        wanted = [first + timedelta(days=n) for first in (date(2026, 3, 1), date(2026, 10, 1)) for n in range(45)]
        assert days == [f"digest:{person.pk}:{day}" for day in wanted]


@pytest.mark.django_db(transaction=True)
def test_builders_at_once_make_one(post: Post) -> None:
    for number in range(20):
        tell(str(number), urgent=False)
    at = MONDAY.replace(hour=9)
    counted: list[int] = []

    def build() -> None:
        try:
            counted.append(build_digests(now=at))
        finally:
            connection.close()

    builders = [threading.Thread(target=build) for _ in range(4)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert sum(counted) == 1
    assert send_due(now=timezone.now()) == 1
    assert post.subjects == ["20 things to look at"]
    assert send_due(now=timezone.now()) == 0


class TestTheMail:
    def test_lists_what_is_still_open_urgent_first_and_how_to_stop(self, post: Post, rooms: None) -> None:
        change_preferences(actor=act_as("elena"), now=MONDAY, wishes=Wishes(DIGEST, DIGEST))
        registry.still_relevant("test.told")(lambda notice: notice.dedupe != "test:over")
        for key, urgent in (("calm", False), ("over", True), ("loud", True)):
            tell(key, urgent=urgent)
        build_digests(now=MONDAY.replace(hour=9))
        assert send_due(now=timezone.now()) == 1
        [mail] = post.mails
        plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert mail["Subject"] == "2 things to look at, 1 urgent"
        assert plain.index("Look at loud") < plain.index("Look at calm")
        assert "Look at over" not in plain
        link = f"http://127.0.0.1:8000{unsubscribe_path(hire('elena').pk)}"
        assert mail["List-Unsubscribe"].strip() == f"<{link}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link in plain

    def test_is_not_sent_where_nothing_is_left(self, post: Post, rooms: None) -> None:
        tell(urgent=False)
        build_digests(now=MONDAY.replace(hour=9))
        registry.still_relevant("test.told")(lambda notice: False)
        assert send_due(now=timezone.now()) == 0
        assert Message.objects.get(notification=None).status == "dropped"

    def test_is_no_longer_than_somebody_reads(self, post: Post) -> None:
        for number in range(70):
            tell(f"n{number:02}", urgent=False)
        build_digests(now=MONDAY.replace(hour=9))
        send_due(now=timezone.now())
        html = post.mails[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert html.count("Open it") == 50
        assert "And 20 more in your inbox" in html


class TestWishes:
    def test_apply_to_what_waits(self) -> None:
        elena = act_as("elena")
        tell(urgent=False)
        change_preferences(actor=elena, now=MONDAY, wishes=Wishes(NOW, NOW))
        assert Message.objects.get().status == "pending"
        change_preferences(actor=elena, now=MONDAY, wishes=Wishes(DIGEST, DIGEST))
        tell("two", urgent=False)
        tell("three", urgent=True)
        change_preferences(actor=elena, now=MONDAY, wishes=Wishes(DIGEST, OFF))
        assert list(Message.objects.order_by("id").values_list("status", flat=True)) == [
            "pending",
            "dropped",
            "waiting",
        ]

    @pytest.mark.parametrize("wishes", [Wishes(OFF, OFF), Wishes("", NOW), Wishes(NOW, "never")])
    def test_never_switch_off_what_is_urgent(self, wishes: Wishes) -> None:
        with pytest.raises(Invalid):
            change_preferences(actor=act_as("elena"), now=MONDAY, wishes=wishes)

    def test_are_each_person_s_own(self) -> None:
        with pytest.raises(Refused):
            program = act_as("elena", via="api", scopes=frozenset({"inbox:write"}))
            change_preferences(actor=program, now=MONDAY, wishes=Wishes(NOW, OFF))


class TestTheLink:
    def test_shows_a_page_and_acts_on_a_post_without_a_sign_in(self) -> None:
        tell(urgent=False)
        address = unsubscribe_path(hire("elena").pk)
        stranger = Client(enforce_csrf_checks=True)
        for _ in range(3):
            page = stranger.get(address)
            assert page.status_code == 200
            assert "elena@halden.test" in page.content.decode()
        assert not Preference.objects.exists()
        assert stranger.head(address).status_code == 200
        done = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert "No more digests" in done.content.decode()
        assert Preference.objects.get().wishes == Wishes(NOW, OFF)
        assert Message.objects.get().status == "dropped"
        assert Notification.objects.get().read_at is None
        entry = AuditEntry.objects.get(action="notifications.unsubscribed.v1")
        assert (entry.actor_id, entry.via) == (hire("elena").pk, "mail")

    def test_may_be_clicked_twice(self) -> None:
        token = token_of("elena")
        for _ in range(2):
            unsubscribe(token=token, now=MONDAY)
        assert AuditEntry.objects.filter(action="notifications.unsubscribed.v1").count() == 1

    def test_keeps_what_comes_at_once(self) -> None:
        change_preferences(actor=act_as("elena"), now=MONDAY, wishes=Wishes(DIGEST, NOW))
        assert unsubscribe(token=token_of("elena"), now=MONDAY)
        assert Preference.objects.get().wishes == Wishes(NOW, NOW)

    def test_ends_with_the_next_change_of_wishes_and_with_the_person(self) -> None:
        token = token_of("elena")
        assert person_of(token) == hire("elena")
        change_preferences(actor=act_as("elena"), now=MONDAY, wishes=Wishes(NOW, NOW))
        with pytest.raises(NotVisible):
            unsubscribe(token=token, now=MONDAY)
        token = token_of("elena")
        disable_person(actor=act_as("kim"), now=MONDAY, user_id=hire("elena").pk)
        with pytest.raises(NotVisible):
            person_of(token)

    @pytest.mark.parametrize("salt", ["salesops.api.cursor", f"{SALT}x"])
    def test_is_signed_for_this_alone(self, salt: str) -> None:
        for value in ([hire("elena").pk, 0], "x", None, {"a": 1}, [1], [hire("elena").pk, 0, 1]):
            with pytest.raises(NotVisible):
                person_of(signing.Signer(salt=salt).sign_object(value))

    @pytest.mark.parametrize("value", ["x", None, {"a": 1}, [1], ["x", 0], [None, None], 7])
    def test_answers_odd_contents_with_not_found(self, value: object) -> None:
        assert Client().get(f"/unsubscribe/{signing.Signer(salt=SALT).sign_object(value)}/").status_code == 404
        assert Client().post("/unsubscribe/x/").status_code == 404
