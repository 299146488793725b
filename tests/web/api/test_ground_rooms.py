"""Contacts, partners, people, processes, the ledger and the feed over REST (interface §3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from salesops.accounts.models import Contact
from salesops.outbox.models import Event
from salesops.outbox.queries import Position
from salesops.stack.process import wait_until
from tests.cast import Cast, hire
from tests.outbox.telling import LATEST_FEED_SECONDS
from tests.story import Deal

API = "/api/v1/"


def send(client: Client, method: str, path: str, body: Any, **headers: str) -> Any:
    """Send JSON."""
    return getattr(client, method)(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.django_db
class TestContacts:
    @pytest.fixture
    def contact(self) -> Contact:
        """A contact with an address and a number."""
        deal = Deal(Cast({"elena": hire("elena")}))
        Contact.objects.filter(pk=deal.contact.pk).update(email="kari@fjordline.test", phone="+47 99887766")
        return Contact.objects.get(pk=deal.contact.pk)

    def test_show_no_personal_data_to_a_key_without_the_scope(self, program, contact) -> None:
        plain, full = program("elena", "account:read"), program("elena", "account:read", "person:read")
        for path in ("contacts/", f"contacts/{contact.pk}/"):
            text = plain.get(f"{API}{path}").content.decode()
            assert "kari" not in text.lower()
            assert "99887766" not in text
            assert "kari@fjordline.test" in full.get(f"{API}{path}").content.decode()
        assert plain.get(f"{API}contacts/?fields=email").status_code == 400
        assert plain.get(f"{API}people/").status_code == 403

    def test_are_changed_marked_as_left_and_keep_their_history(self, program, contact) -> None:
        client = program("elena")
        path = f"contacts/{contact.pk}/"
        etag = client.get(f"{API}{path}")["ETag"]
        changed = send(client, "patch", path, {"title": "CTO", "persona": "executive"}, **{"If-Match": etag})
        assert (changed.status_code, changed.json()["title"]) == (200, "CTO")
        left = send(client, "post", f"{path}left/", {}, **{"If-Match": changed["ETag"]})
        assert left.json()["left_at"]
        positions = client.get(f"{API}{path}positions/").json()["results"]
        assert [row["title"] for row in positions] == ["CTO"]
        gone = client.get(f"{API}contacts/?has_left=true").json()["results"]
        assert [row["id"] for row in gone] == [contact.pk]

    @pytest.mark.parametrize(
        "values", [{"email": "nobody"}, {"phone": "call me"}, {"persona": "king"}, {"left_at": None}]
    )
    def test_refuse_what_cannot_be(self, program, contact, values) -> None:
        client = program("elena")
        response = send(client, "patch", f"contacts/{contact.pk}/", values, **{"If-Match": f'"{contact.version}"'})
        assert response.status_code == 422
        assert Contact.objects.get(pk=contact.pk).version == contact.version


@pytest.mark.django_db
@pytest.mark.usefixtures("standard_is_a_draft")
class TestProcesses:
    def test_are_listed_and_shown_with_what_keeps_a_draft_from_being_published(self, program) -> None:
        client = program("vera")
        rows = client.get(f"{API}processes/").json()["results"]
        status = {row["key"]: row["status"] for row in rows}
        assert (status["generic.three_stage"], status["nb.standard"]) == ("published", "draft")
        draft = client.get(f"{API}processes/nb.standard/1/").json()
        assert draft["faults"]
        assert draft["content"]["process"]["key"] == "nb.standard"


@pytest.mark.django_db
class TestLedger:
    def test_shows_everything_to_sales_operations_and_their_own_to_others(self, program) -> None:
        deal = Deal(Cast({"elena": hire("elena")}))
        path = f"{API}audit-events/?subject_kind=opportunity&subject_id={deal.id}"
        whole = program("kim").get(path).json()["results"]
        assert [row["action"] for row in whole] == ["opportunity.created.v1"]
        assert len(whole[0]["hash"]) == 64
        assert program("elena").get(path).json()["results"] == whole
        assert program("arjun").get(path).json()["results"] == []


def last_event_is_shown(client: Any) -> bool:
    """Say whether the feed has caught up with what is committed."""
    newest = Event.objects.order_by("-tx", "-id").first()
    if newest is None:
        return False
    return client.get(f"{API}events/?after={newest.tx}-{newest.id - 1}&limit=1").json()["results"] != []


@pytest.mark.django_db(transaction=True)
class TestFeed:
    def test_is_resumed_where_it_was_left_and_shows_each_event_once(self, program) -> None:
        deal = Deal(Cast({"elena": hire("elena")}))
        deal.open_discovery_gate()
        client, seen, after = program("kim"), [], "0-0"
        assert wait_until(lambda: last_event_is_shown(client), LATEST_FEED_SECONDS)
        for _ in range(100):
            page = client.get(f"{API}events/?after={after}&limit=3").json()
            seen += page["results"]
            if not page["results"]:
                break
            after = page["next"]
        assert len({event["position"] for event in seen}) == len(seen)
        mine = [
            event["seq"] for event in seen if (event["subject_kind"], event["subject_id"]) == ("opportunity", deal.id)
        ]
        assert mine == list(range(1, len(mine) + 1))
        assert len(mine) > 5
        assert client.get(f"{API}events/?after={after}").json() == {"results": [], "next": after}

    @pytest.mark.parametrize(
        "query", ["after=x", "after=1", "after=-1-2", "after=1-2-3", "limit=0", "limit=201", "since=1"]
    )
    def test_takes_only_its_own_positions(self, program, query) -> None:
        assert program("kim").get(f"{API}events/?{query}").status_code == 400

    def test_positions_are_ordered_by_transaction_then_by_event(self) -> None:
        assert sorted([Position(2, 1), Position(1, 9), Position(1, 2)]) == [
            Position(1, 2),
            Position(1, 9),
            Position(2, 1),
        ]

    def test_leaves_prices_out_for_a_key_without_the_scope(self, program) -> None:
        deal = Deal(Cast({"elena": hire("elena")}))
        deal.write_problem()
        body = {"one_time": "77777.00"}
        client = program("elena")
        etag = client.get(f"{API}opportunities/{deal.id}/")["ETag"]
        assert send(client, "patch", f"opportunities/{deal.id}/", body, **{"If-Match": etag}).status_code == 200
        rich, poor = program("kim"), program("kim", "audit:read", "event:read")
        # One program waits, however long: each new key would push the deal off the ledger's first page.
        assert wait_until(lambda: last_event_is_shown(rich), LATEST_FEED_SECONDS)
        for path in ("audit-events/", "events/"):
            # With its cents: five digits alone also turn up in hashes and ids, by chance.
            assert "77777.00" in rich.get(f"{API}{path}").content.decode(), path
            assert "77777.00" not in poor.get(f"{API}{path}").content.decode(), path
