"""Sending: at least once with one name, leased, fenced, never to somebody gone, and one poison stops nobody."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from salesops.core.errors import Conflict, Refused
from salesops.notifications import registry
from salesops.notifications.domain.delivery import LEASE, MAILS_A_MINUTE, TIMEOUT
from salesops.notifications.models import Message
from salesops.notifications.queries import backlog, dead_messages
from salesops.notifications.services import send as module
from salesops.notifications.services.retry import retry
from salesops.notifications.services.send import send_due
from salesops.notifications.services.write_mail import message_id
from salesops.users.services.disable_person import disable_person
from tests.cast import act_as, hire
from tests.notifications.telling import Post, tell

pytestmark = pytest.mark.django_db(transaction=True)


def send(limit: int = 20) -> int:
    """Send what is due."""
    return send_due(now=timezone.now(), limit=limit)


def end_leases() -> None:
    """Let time pass: leases end and retries are due."""
    past = timezone.now() - timedelta(minutes=5)
    Message.objects.filter(lease_until__isnull=False).update(lease_until=past)
    Message.objects.filter(status="pending").update(next_at=past)
    Message.objects.filter(claimed_at__isnull=False).update(claimed_at=past)


class TestAMail:
    def test_says_what_why_and_where_and_is_the_same_in_both_forms(self, post: Post) -> None:
        tell("the <b>Fjord</b> deal", body="Line one\nLine two & more")
        assert send() == 1
        [mail] = post.mails
        plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert mail["Subject"] == "Look at the <b>Fjord</b> deal"
        assert mail["To"] == "elena@halden.test"
        assert plain.splitlines()[1:3] == ["Line one", "Line two & more"]
        assert "Why you see this: You own the deal." in plain
        assert "http://127.0.0.1:8000/today/" in plain
        assert "&lt;b&gt;Fjord&lt;/b&gt;" in html
        assert 'href="http://127.0.0.1:8000/today/"' in html
        assert "<table" not in html
        assert mail["List-Unsubscribe"] is None
        assert mail["Auto-Submitted"] == "auto-generated"

    def test_has_a_name_that_comes_from_what_it_is(self, post: Post) -> None:
        tell()
        send()
        assert post.ids == [message_id("mail:test:one")]
        assert message_id("mail:test:one") != message_id("mail:test:two")

    @pytest.mark.parametrize("title", ["Hi\r\nBcc: all@evil.test", "Hi\nContent-Type: text/html\n\n<script>"])
    def test_takes_no_header_from_a_title(self, post: Post, title: str) -> None:
        tell(title=title)
        assert send() == 1
        [mail] = post.mails
        assert mail["Bcc"] is None
        assert mail.get_content_type() == "multipart/alternative"
        assert mail["To"] == "elena@halden.test"


class TestLeases:
    def test_a_sender_killed_between_sending_and_marking_sends_one_copy_with_the_same_name(
        self, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tell()
        tell("two", to="arjun")

        class Killed(BaseException):
            """The process is gone."""

        with monkeypatch.context() as patch:
            patch.setattr(module, "_mark", lambda *_, **__: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                send()
        assert len(post.mails) == 1
        assert send() == 0  # still leased
        end_leases()
        assert send() == 2
        assert sorted(post.ids) == sorted([message_id("mail:test:one")] * 2 + [message_id("mail:test:two")])
        assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
        end_leases()
        assert send() == 0

    def test_a_sender_frozen_beyond_its_lease_marks_nothing(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        tell()
        real, seen = module._mark, []

        def freeze(claimed: Any, *, status: str) -> bool:
            monkeypatch.setattr(module, "_mark", real)
            end_leases()
            seen.append(send())  # another sender takes it over meanwhile
            seen.append(Message.objects.get().done_at)
            marked = real(claimed, status=status)
            seen.append(Message.objects.get().done_at)
            return marked

        monkeypatch.setattr(module, "_mark", freeze)
        assert send() == 0
        assert (seen[0], seen[1]) == (1, seen[2])
        assert Message.objects.get().attempts == 2
        assert post.ids == [message_id("mail:test:one")] * 2

    def test_senders_at_once_send_each_message_once(self, post: Post) -> None:
        for number in range(30):
            tell(str(number), to=("elena", "arjun", "rosa")[number % 3])
        counted: list[int] = []

        def run() -> None:
            try:
                for _ in range(4):
                    counted.append(send(limit=4))
            finally:
                connection.close()

        senders = [threading.Thread(target=run) for _ in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        counted.append(send(limit=50))
        assert sum(counted) == 30
        assert sorted(post.ids) == sorted(message_id(f"mail:test:{number}") for number in range(30))

    def test_an_attempt_is_over_before_its_lease(self) -> None:
        assert TIMEOUT < LEASE


class TestAMatterThatIsOver:
    def test_is_not_sent_any_more(self, post: Post, rooms: None) -> None:
        is_open = {"test:one": False, "test:two": True}
        registry.still_relevant("test.told")(lambda notice: is_open[notice.dedupe])
        tell()
        tell("two")
        assert send() == 1
        assert post.subjects == ["Look at two"]
        assert list(Message.objects.order_by("id").values_list("status", flat=True)) == ["dropped", "sent"]

    def test_is_asked_of_one_room_a_kind(self, rooms: None) -> None:
        registry.still_relevant("test.told")(lambda notice: True)
        with pytest.raises(ValueError, match="another check"):
            registry.still_relevant("test.told")(lambda notice: False)

    def test_so_is_what_somebody_gone_would_have_got(self, post: Post) -> None:
        tell()
        disable_person(actor=act_as("kim"), now=timezone.now(), user_id=hire("elena").pk)
        assert send() == 0
        assert post.mails == []
        assert Message.objects.get().status == "dropped"


class TestFailing:
    def test_a_poison_is_dead_after_eight_attempts_and_the_others_go(self, post: Post) -> None:
        post.says = lambda mail: "554 No" if "poison" in str(mail["Subject"]) else "250 OK"
        tell("poison", now=timezone.now() - timedelta(minutes=1))
        for number in range(9):
            tell(str(number), to="arjun")
        for _ in range(8):
            send()
            end_leases()
        assert len(post.mails) == 9
        dead = Message.objects.get(status="dead")
        assert dead.attempts == 8
        assert "554" in dead.error
        end_leases()
        assert send() == 0
        assert (backlog().dead, backlog().pending) == (1, 0)

    def test_waits_longer_each_time(self, post: Post) -> None:
        post.says = lambda mail: "451 Later"
        tell()
        waits = []
        for _ in range(3):
            send()
            waits.append(Message.objects.get().next_at - timezone.now())
            end_leases()
        assert timedelta(seconds=40) < waits[0] < timedelta(seconds=75)
        assert waits[0] < waits[1] < waits[2]

    def test_a_server_that_is_away_is_asked_once_a_round(self, post: Post, settings: Any) -> None:
        for number in range(5):
            tell(str(number))
        settings.EMAIL_PORT = 1  # nobody listens there
        assert send() == 0
        rows = Message.objects.order_by("id").values_list("attempts", "lease_until", "claimed_at")
        assert [attempts for attempts, *_ in rows] == [1, 0, 0, 0, 0]
        assert all(lease is None for _, lease, _ in rows)

    def test_a_dead_one_gets_another_life_from_operations(self, post: Post) -> None:
        tell()
        Message.objects.update(status="dead", attempts=8)
        row = Message.objects.get()
        assert [each.pk for each in dead_messages(5)] == [row.pk]
        with pytest.raises(Refused):
            retry(actor=act_as("elena"), now=timezone.now(), message_id=row.pk)
        retry(actor=act_as("kim"), now=timezone.now(), message_id=row.pk)
        assert send() == 1
        with pytest.raises(Conflict):
            retry(actor=act_as("kim"), now=timezone.now(), message_id=row.pk)


class TestTooMany:
    def test_the_eleventh_mail_of_a_minute_and_all_after_it_come_as_one_digest(self, post: Post) -> None:
        for number in range(25):
            tell(f"n{number:02}")
        tell("other", to="arjun")
        for _ in range(4):
            send(limit=7)
        assert len([mail for mail in post.mails if mail["To"] == "elena@halden.test"]) == MAILS_A_MINUTE
        assert "Look at other" in post.subjects
        assert Message.objects.filter(status="gathered").count() == 15
        digest = Message.objects.get(notification=None)
        assert digest.next_at > timezone.now() + timedelta(seconds=30)
        end_leases()
        assert send() == 1
        assert post.subjects[-1] == "15 things to look at, 15 urgent"
        html = post.mails[-1].get_body(("html",)).get_content()  # type: ignore[union-attr]
        assert [f"Look at n{number:02}" in html for number in range(25)] == [False] * 10 + [True] * 15

    def test_a_digest_that_would_be_the_eleventh_waits(self, post: Post) -> None:
        for number in range(11):
            tell(str(number))
        send()
        Message.objects.filter(notification=None).update(next_at=timezone.now())
        assert send() == 0
        assert Message.objects.get(notification=None).next_at > timezone.now() + timedelta(seconds=30)
        assert len(post.mails) == MAILS_A_MINUTE

    def test_senders_at_once_keep_the_limit(self, post: Post) -> None:
        for number in range(40):
            tell(str(number))

        def run() -> None:
            try:
                for _ in range(3):
                    send(limit=5)
            finally:
                connection.close()

        senders = [threading.Thread(target=run) for _ in range(4)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        send(limit=50)
        assert len(post.mails) == MAILS_A_MINUTE
        assert Message.objects.filter(notification=None).count() == 1
        assert Message.objects.filter(status="gathered").count() == 30
