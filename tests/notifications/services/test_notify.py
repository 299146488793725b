"""Telling somebody something: once, in the caller's transaction, as they wish, and never more than a text."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from salesops.db.sealing import seal
from salesops.notifications.domain.delivery import DIGEST, NOW, OFF, Wishes
from salesops.notifications.models import Hook, Message, Notification
from salesops.notifications.models.address import HOOK
from salesops.notifications.services.change_preferences import change_preferences
from salesops.notifications.services.notify import notify
from salesops.users.services.disable_person import disable_person
from salesops.users.services.form_team import form_team
from tests.cast import NOW as AT
from tests.cast import Cast, act_as, hire
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db
SEALED = seal(HOOK, "https://hooks.example.com/x")


def messages() -> list[tuple[str, str]]:
    """Return what is to leave the house: channel and state."""
    return list(Message.objects.order_by("id").values_list("channel", "status"))


class TestTelling:
    def test_writes_the_inbox_and_what_the_person_wishes_for(self) -> None:
        assert tell(urgent=True)
        assert tell("two", urgent=False)
        assert [row.title for row in Notification.objects.order_by("id")] == ["Look at one", "Look at two"]
        assert messages() == [("mail", "pending"), ("mail", "waiting")]

    def test_happens_once_whoever_tells_it_again(self) -> None:
        assert [tell(), tell(title="Other words"), tell(to="arjun")] == [True, False, False]
        assert (Notification.objects.count(), Message.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        ("wishes", "urgent", "state"),
        [
            (Wishes(NOW, OFF), True, [("mail", "pending")]),
            (Wishes(NOW, OFF), False, []),
            (Wishes(DIGEST, NOW), True, [("mail", "waiting")]),
            (Wishes(DIGEST, NOW), False, [("mail", "pending")]),
        ],
    )
    def test_goes_by_their_wishes(self, cast: Cast, wishes: Wishes, urgent: bool, state: list[Any]) -> None:
        change_preferences(actor=cast.elena, now=AT, wishes=wishes)
        assert tell(urgent=urgent)
        assert messages() == state

    def test_goes_to_the_webhooks_of_the_person_and_of_the_teams_that_want_it(self, cast: Cast) -> None:
        elena, walt = cast.user("elena"), cast.user("walt")
        team = form_team(
            actor=cast.kim, now=AT, name="North", region="", manager_id=walt.pk, member_ids=[elena.pk, walt.pk]
        )
        for number, (owner, wants) in enumerate(
            [(elena, "urgent"), (elena, "everything"), (walt, "everything"), (None, "everything")]
        ):
            Hook.objects.create(
                owner=owner, team=None if owner else team, name=f"#{number}", host="hooks.example.com", sealed_url=SEALED,
                wants=wants, by=walt, created_at=AT, ended_at=None,
            )  # fmt: skip
        Hook.objects.create(
            owner=elena,
            name="gone",
            host="x.example.com",
            sealed_url=SEALED,
            wants="everything",
            by=elena,
            created_at=AT,
            ended_at=AT,
        )
        tell(urgent=False)
        assert list(Message.objects.filter(channel="hook").values_list("hook__name", flat=True).order_by("id")) == [
            "#1",
            "#3",
        ]
        tell("two", urgent=True)
        assert Message.objects.filter(channel="hook", notification__dedupe="test:two").count() == 3

    def test_is_undone_with_what_it_tells_about(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell()
            raise ZeroDivisionError
        assert not Notification.objects.exists()

    def test_reads_little(self, django_assert_max_num_queries) -> None:
        hire("elena")
        with django_assert_max_num_queries(7):  # two are the savepoint of the test, one the person's number
            tell()


class TestRefusing:
    def test_writes_nothing_for_somebody_unknown_or_gone(self) -> None:
        assert not tell(recipient_id=999_999)
        disable_person(actor=act_as("kim"), now=AT, user_id=hire("elena").pk)
        assert not tell()
        assert not Notification.objects.exists()
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        "path",
        ["", "today/", "//evil.test/", "/\\evil.test", "https://evil.test/", "javascript:x", "/x\r\nBcc: y", "/\tx"],
    )
    def test_leads_nowhere_else(self, path: str) -> None:
        with pytest.raises(ValueError, match="is not an address of ours"):
            tell(path=path)

    @pytest.mark.parametrize(
        "title",
        [
            "Hello\r\nBcc: all@evil.test",
            "Hello\nX: y",
            "Hello\x00\x0b\x85",
            "Hello\u2028Bcc: x",
            "\u202eolleH",
            " Hello \t you ",
        ],
    )
    def test_makes_one_line_of_a_title(self, title: str) -> None:
        assert tell(title=title, why=title)
        row = Notification.objects.get()
        assert len(row.title.splitlines()) == 1
        assert row.title.isprintable()
        assert row.why == row.title

    def test_cuts_what_is_far_too_long(self) -> None:
        assert tell(title="t" * 10_000, body="b" * 5_000_000, why="w" * 10_000)
        row = Notification.objects.get()
        assert (len(row.title), len(row.body), len(row.why)) == (200, 4_000, 300)
        assert row.body.endswith("…")


@pytest.mark.django_db(transaction=True)
def test_belongs_to_a_transaction(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        notify(
            dedupe="x", recipient_id=1, kind="x", is_urgent=True, title="x", body="", path="/", why="x",
            subject_kind="x", subject_id=1, now=timezone.now(),
        )  # fmt: skip
