"""Marketing and the ownership of leads over REST: what the pages do, programs do (interface §3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from salesops.core.actor import SYSTEM
from salesops.intake.services.open_lead import NewSignal, open_lead
from tests.cast import NOW, Cast
from tests.intake.api.test_leads import LEADS, program, send
from tests.intake.leads import STRONG, a_lead

pytestmark = pytest.mark.django_db
ASSETS = "/api/v1/assets/"


def step(client: Client, path: str, body: Any, record: str) -> Any:
    return send(client, "post", path, body, **{"If-Match": client.get(record)["ETag"]})


def test_an_asset_goes_from_idea_to_published_and_counts_whom_it_brought(cast: Cast) -> None:
    client = program("ida", "lead:read", "lead:write")
    made = send(client, "post", ASSETS, {"title": "Terminals in a day", "kind": "report", "campaign": "Spring"})
    assert (made.status_code, made.json()["state"]) == (201, "idea")
    where = made["Location"]
    etag = {"If-Match": client.get(where)["ETag"]}
    place = {"channel": "website", "link": "https://halden.example/terminals"}
    assert send(client, "patch", where, place, **etag).json()["channel"] == "website"
    assert send(client, "patch", where, place, **etag).status_code == 412
    for to in ("draft", "review", "published"):
        assert step(client, f"{where}move/", {"to": to}, where).json()["state"] == to
    assert step(client, f"{where}move/", {"to": "idea"}, where).status_code == 409
    pk = made.json()["id"]
    assert client.get(f"{where}attribution/").json() == {"leads": 0, "first": 0, "last": 0, "deals": 0}
    a_lead(cast, signals=[NewSignal("content", asset_id=pk), NewSignal("demo_form", campaign="Fair")])
    a_lead(cast, company="Second", signals=[NewSignal("event", campaign="Fair")])
    assert client.get(f"{where}attribution/").json() == {"leads": 1, "first": 1, "last": 1, "deals": 0}
    assert client.get("/api/v1/campaigns/").json()["results"] == [
        {"campaign": "Fair", "leads": 2, "first": 1, "last": 2, "deals": 0},
        {"campaign": "Spring", "leads": 1, "first": 1, "last": 0, "deals": 0},
    ]
    assert client.get(f"{ASSETS}?state=published&campaign=Spring").json()["results"][0]["id"] == pk


def test_assets_are_hidden_from_partners_and_from_keys_without_the_scope(cast: Cast) -> None:
    made = send(program("ida", "lead:read", "lead:write"), "post", ASSETS, {"title": "A kit", "kind": "talk"})
    assert program("ida", "account:read").get(made["Location"]).status_code == 403
    assert send(program("ida", "lead:read"), "post", ASSETS, {"title": "A", "kind": "talk"}).status_code == 403
    a_lead(cast, signals=[NewSignal("event", campaign="Fair")])
    assert program("paula", "lead:read").get("/api/v1/campaigns/").json()["results"] == []


def test_a_lead_nobody_has_is_taken_on_the_version_that_was_read(cast: Cast) -> None:
    lead = open_lead(actor=SYSTEM, now=NOW, **(STRONG | {"source": "inbound_form"}))
    grace = cast.grace.user_id
    client, where = program("grace", "lead:read", "lead:write"), f"{LEADS}{lead.pk}/"
    assert send(client, "post", f"{where}taking/", {}).status_code == 428
    stale = client.get(where)["ETag"]
    assert step(client, f"{where}taking/", {}, where).json()["owner_id"] == grace
    assert send(client, "post", f"{where}taking/", {}, **{"If-Match": stale}).status_code == 412
    assert step(client, f"{where}taking/", {}, where).status_code == 409


def test_a_lead_is_handed_over_by_a_key_that_may_change_owners(cast: Cast) -> None:
    lead = a_lead(cast)
    body = {"owner_id": cast.elena.user_id, "reason": "She knows their board."}
    narrow, wide = program("kim", "lead:read", "lead:write"), program("kim", "lead:read", "lead:write", "deal:write")
    where = f"{LEADS}{lead.pk}/"
    assert step(narrow, f"{where}owner/", body, where).status_code == 403
    assert step(wide, f"{where}owner/", body, where).json()["owner_id"] == cast.elena.user_id


def test_a_history_opens_the_score_and_tells_what_happened(cast: Cast) -> None:
    lead = a_lead(cast, signals=[NewSignal("demo_form", campaign="Fair")])
    told = program("grace", "lead:read").get(f"{LEADS}{lead.pk}/history/").json()
    assert [block["label"] for block in told["blocks"]] == ["Fit", "Behaviour", "Interest"]
    assert sum(part["points"] for part in told["blocks"][0]["parts"]) == told["blocks"][0]["points"] == lead.fit
    assert (told["first_by"], told["last_by"], told["icp_rule_version"]) == ("Fair", "Fair", 1)
    assert {"Came in", "Asked for a demo"} <= {each["fact"] for each in told["timeline"]}
    assert program("paula", "lead:read").get(f"{LEADS}{lead.pk}/history/").status_code == 404
