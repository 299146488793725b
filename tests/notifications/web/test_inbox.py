"""The inbox on the screen and over REST: one's own alone, read by a click and never by a look."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.notifications.models import Notification
from salesops.notifications.services.mark_read import mark_all_read
from tests.cast import act_as, key_for
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db


def number(key: str) -> int:
    """Return the number of what was told."""
    return Notification.objects.get(dedupe=f"test:{key}").pk


def unread(browser: Client) -> list[str]:
    """Return what the inbox shows as unread."""
    return [row.title for row in browser.get("/inbox/").context["rows"]]


def counted(browser: Client) -> str:
    """Return what the navigation shows beside the inbox."""
    return re.sub(r"<[^>]+>|\s|waiting", "", browser.get("/counts/").content.decode())


class TestThePage:
    def test_shows_what_is_unread_and_everything_on_request(self, as_person: Any) -> None:
        tell("one", body="First\nSecond")
        tell("two", urgent=False)
        tell("three", to="arjun")
        elena = as_person("elena")
        assert unread(elena) == ["Look at two", "Look at one"]
        assert "You own the deal." in elena.get("/inbox/").content.decode()
        elena.post(f"/inbox/{number('one')}/read/")
        assert unread(elena) == ["Look at two"]
        assert len(elena.get("/inbox/?show=all").context["rows"]) == 2

    def test_looking_reads_nothing(self, as_person: Any) -> None:
        tell()
        elena = as_person("elena")
        assert elena.get(f"/inbox/{number('one')}/open/").status_code == 405
        assert unread(elena) == unread(elena) == ["Look at one"]

    def test_opening_one_reads_it_and_leads_to_the_place_to_act(self, as_person: Any) -> None:
        tell(path="/opportunities/7/")
        elena = as_person("elena")
        assert elena.post(f"/inbox/{number('one')}/open/")["Location"] == "/opportunities/7/"
        assert unread(elena) == []

    def test_reads_all_of_ones_own(self, as_person: Any) -> None:
        tell("one")
        tell("two", to="arjun")
        as_person("elena").post("/inbox/read/")
        assert (unread(as_person("elena")), unread(as_person("arjun"))) == ([], ["Look at two"])

    @pytest.mark.parametrize("act", ["open", "read"])
    def test_is_nobody_else_s(self, as_person: Any, act: str) -> None:
        tell()
        assert as_person("arjun").post(f"/inbox/{number('one')}/{act}/").status_code == 404
        assert as_person("kim").post(f"/inbox/{number('one')}/{act}/").status_code == 404
        assert Notification.objects.get().read_at is None

    def test_counts_for_the_menu(self, as_person: Any) -> None:
        elena = as_person("elena")
        tell(to="elena")
        assert counted(elena) == "1"
        mark_all_read(actor=act_as("elena"), now=timezone.now())
        assert counted(elena) == ""

    def test_goes_on_to_older_ones(self, as_person: Any) -> None:
        for each in range(53):
            tell(str(each))
        elena = as_person("elena")
        first = elena.get("/inbox/").context
        assert (len(first["rows"]), first["unread"]) == (50, 53)
        older = elena.get(f"/inbox/?before={first['older']}").context
        assert [row.title for row in older["rows"]] == ["Look at 2", "Look at 1", "Look at 0"]
        assert elena.get("/inbox/?before=%00x").status_code == 200

    @pytest.mark.parametrize("many", [1, 40])
    def test_costs_as_much_however_much_there_is(
        self, as_person: Any, many: int, django_assert_num_queries: Any
    ) -> None:
        for each in range(many):
            tell(str(each))
        elena = as_person("elena")
        elena.get("/inbox/")
        with django_assert_num_queries(6):
            elena.get("/inbox/")

    def test_gives_text_no_meaning(self, as_person: Any) -> None:
        tell(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>", why="{{ 7 }}")
        page = as_person("elena").get("/inbox/").content.decode()
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


class TestRest:
    def test_lists_and_reads_ones_own(self) -> None:
        tell("one")
        tell("two", urgent=False)
        tell("three", to="arjun")
        key = {"HTTP_AUTHORIZATION": f"Bearer {key_for('elena', 'inbox:read', 'inbox:write')}"}
        found = Client().get("/api/v1/notifications/?unread=true", **key).json()["results"]
        assert [row["title"] for row in found] == ["Look at two", "Look at one"]
        assert {"path", "why", "kind", "is_urgent"} <= found[0].keys()
        read = Client().post(f"/api/v1/notifications/{number('one')}/read/", "{}", "application/json", **key)
        assert read.status_code == 200
        assert read.json()["read_at"]
        assert Client().get("/api/v1/notifications/?unread=true&urgent=true", **key).json()["results"] == []
        theirs = Client().post(f"/api/v1/notifications/{number('three')}/read/", "{}", "application/json", **key)
        assert theirs.status_code == 404

    def test_asks_for_the_scope(self) -> None:
        tell()
        key = {"HTTP_AUTHORIZATION": f"Bearer {key_for('elena', 'inbox:read')}"}
        assert (
            Client().post(f"/api/v1/notifications/{number('one')}/read/", "{}", "application/json", **key).status_code
            == 403
        )
        other = {"HTTP_AUTHORIZATION": f"Bearer {key_for('arjun', 'deal:read')}"}
        assert Client().get("/api/v1/notifications/", **other).status_code == 403


class TestPreferences:
    def test_are_shown_and_changed(self, as_person: Any) -> None:
        elena = as_person("elena")
        assert "In the morning digest" in elena.get("/settings/notifications/").content.decode()
        form = {"urgent": "digest", "other": "off"}
        assert elena.post("/settings/notifications/edit/", form).status_code == 302
        assert "Not by mail, only in the inbox" in elena.get("/settings/notifications/").content.decode()
        refused = elena.post("/settings/notifications/edit/", {**form, "urgent": "off"})
        assert refused.status_code == 422

    def test_take_a_webhook(self, as_person: Any) -> None:
        elena = as_person("elena")
        form = {"name": "#deals", "url": "https://hooks.example.com/x", "wants": "everything"}
        assert elena.post("/settings/notifications/webhooks/new/", form).status_code == 302
        wrong = elena.post("/settings/notifications/webhooks/new/", {**form, "url": "http://hooks.example.com/x"})
        assert "The address begins with https://." in wrong.context["form"].errors["url"]
