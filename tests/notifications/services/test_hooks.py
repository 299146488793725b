"""Webhooks: of a person or a team, in words without meaning of their own, and only where strangers live."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from salesops.core.errors import Invalid, NotVisible, Refused
from salesops.notifications.models import Hook, Message
from salesops.notifications.services import post as module
from salesops.notifications.services.add_hook import MOST_EACH, add_hook
from salesops.notifications.services.end_hook import end_hook
from salesops.notifications.services.send import send_due
from salesops.users.services.form_team import form_team
from tests.cast import NOW, act_as, hire
from tests.notifications.telling import Post, tell

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/services/T000/B000/secret"


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What was posted where."""
    sent: list[tuple[str, dict[str, Any]]] = []

    def keep(url: str, body: bytes) -> int:
        sent.append((url, json.loads(body)))
        return 200

    monkeypatch.setattr(module, "post_json", keep)
    return sent


def add(who: str = "elena", **more: Any) -> Hook:
    """Add a webhook."""
    given: dict[str, Any] = {"name": "#deals", "url": URL, "wants": "urgent"}
    return add_hook(actor=act_as(who), now=NOW, **given | more)


def team(lead: str, *members: str) -> int:
    """Form a team."""
    ids = [hire(name).pk for name in (lead, *members)]
    given = {"name": f"Team of {lead}", "region": "", "manager_id": ids[0], "member_ids": ids}
    return form_team(actor=act_as("kim"), now=NOW, **given).pk  # type: ignore[arg-type]


class TestKeeping:
    def test_leaves_no_address_to_read_in_the_database(self) -> None:
        hook = add()
        kept = dict(Hook.objects.filter(pk=hook.pk).values().get())
        assert kept["host"] == "hooks.example.com"
        assert not any("T000" in str(value) for value in kept.values())
        assert Hook.objects.get(pk=hook.pk).url == URL

    def test_refuses_an_address_in_clear_by_raw_sql_too(self) -> None:
        hook = add()
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO notifications_hook (owner_id, name, host, sealed_url, wants, by_id, created_at)"
                " VALUES (%s, 'x', 'h', 'https://x.example.com/', 'urgent', %s, now())",
                [hook.owner_id, hook.by_id],
            )


class TestPosting:
    def test_says_what_why_and_where(self, posted: list[Any], post: Post) -> None:
        add()
        tell("the *Fjord* <deal>", title="<!channel> & <https://evil.test|click>", why="You own it.", body="<@U1> hi")
        send_due(now=timezone.now())
        [(url, body)] = posted
        assert url == URL
        assert body["text"].startswith(
            ":rotating_light: *<http://127.0.0.1:8000/today/|&lt;!channel&gt; &amp; &lt;https://evil.test|click&gt;>*"
        )
        assert "Elena Petrova: You own it." in body["text"]
        assert "<@" not in body["text"]

    def test_is_tried_again_where_the_receiver_says_no(self, posted: list[Any], post: Post, monkeypatch: Any) -> None:
        add()
        tell()
        monkeypatch.setattr(module, "post_json", lambda url, body: 302)
        assert send_due(now=timezone.now()) == 1  # the mail
        row = Message.objects.get(channel="hook")
        assert (row.status, row.attempts, row.error) == ("pending", 1, "HookRefused: The receiver answered 302.")

    def test_to_a_private_network_never_happens(self, post: Post, monkeypatch: Any) -> None:
        add(url="https://localhost/x")
        tell()
        assert send_due(now=timezone.now()) == 1  # the mail
        assert Message.objects.get(channel="hook").error.startswith("UnsafeAddress")

    def test_ends_with_the_webhook(self, posted: list[Any], post: Post) -> None:
        hook = add()
        tell()
        end_hook(actor=act_as("elena"), now=NOW, hook_id=hook.pk)
        send_due(now=timezone.now())
        assert posted == []
        assert Message.objects.get(channel="hook").status == "dropped"


class TestAdding:
    def test_is_for_oneself_or_a_team_one_leads(self) -> None:
        mine = team("walt", "elena")
        assert add("walt", team_id=mine).owner_id is None
        assert add("kim", team_id=mine).team_id == mine
        for who in ("elena", "arjun"):
            with pytest.raises(Refused):
                add(who, team_id=mine)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("wants", "nothing"),
            ("url", "http://hooks.example.com/"),
            ("url", "https://h:8443/"),
            ("url", ""),
        ],
    )
    def test_is_refused_beside_the_field(self, field: str, value: str) -> None:
        with pytest.raises(Invalid) as refused:
            add(**{field: value})
        assert list(refused.value.fields) == [field]

    def test_ends_at_a_few(self) -> None:
        for _ in range(MOST_EACH):
            add()
        with pytest.raises(Invalid):
            add()
        assert add("arjun")

    def test_is_nothing_for_programs(self) -> None:
        with pytest.raises(Refused):
            add_hook(actor=act_as("elena", via="api", scopes=frozenset()), now=NOW, name="x", url=URL, wants="urgent")


class TestSeeing:
    def test_never_shows_the_address_again(self, as_person: Any) -> None:
        add()
        add("walt", team_id=team("walt", "elena"))
        for who in ("elena", "walt", "kim"):
            page = as_person(who).get("/settings/notifications/").content.decode()
            assert "hooks.example.com" in page
            assert "B000" not in page

    def test_ends_only_ones_own(self, as_person: Any) -> None:
        theirs, shared = add(), add("walt", team_id=team("walt", "elena"))
        with pytest.raises(NotVisible):
            end_hook(actor=act_as("arjun"), now=NOW, hook_id=theirs.pk)
        with pytest.raises(Refused):
            end_hook(actor=act_as("elena"), now=NOW, hook_id=shared.pk)
        elena: Client = as_person("elena")
        assert elena.post(f"/settings/notifications/webhooks/{theirs.pk}/end/").status_code == 302
        assert Hook.objects.get(pk=theirs.pk).ended_at is not None
        assert "team Team of walt" in elena.get("/settings/notifications/").content.decode()
