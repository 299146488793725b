"""What a person does on an introduction's page a program does over REST, on the version that was read (interface §3)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.intake.models import Introduction
from salesops.intake.services.raise_dispute import raise_dispute
from salesops.users.services.create_api_key import create_api_key
from tests.cast import act_as, key_for
from tests.intake.introducing import WORDS, accepted, actor_for, introduced, new_partner, person_of

pytestmark = pytest.mark.django_db
ALL = "/api/v1/introductions/"
DECIDES = ("intro:read", "intro:decide")


@pytest.fixture
def row() -> Introduction:
    """An introduction that waits for Grace."""
    act_as("grace")
    return introduced(act_as("kim"), new_partner(now=timezone.now()), now=timezone.now())


def program(first_name: str, *scopes: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key_for(first_name, *scopes)}"})


def act(client: Client, row: Introduction, what: str, body: Any, version: int | None = None) -> Any:
    """Read the introduction and send an act on the version that was read, or on another."""
    tag = f'"{version}"' if version else client.get(f"{ALL}{row.receipt}/")["ETag"]
    headers = {"If-Match": tag}
    return client.post(f"{ALL}{row.receipt}/{what}/", json.dumps(body), "application/json", headers=headers)


def test_lists_reads_and_compares(row: Introduction) -> None:
    other = introduced(act_as("kim"), new_partner("Second", now=timezone.now()), now=timezone.now())
    client = program("grace", "intro:read")
    page = client.get(f"{ALL}?state=submitted&q=lakeside&fields=receipt,state").json()
    assert page["results"] == [{"receipt": each.receipt, "state": "submitted"} for each in (row, other)]
    assert client.get(f"{ALL}?state=accepted").json()["results"] == []
    shown = client.get(f"{ALL}{row.receipt}/").json()
    assert (shown["company"], shown["verdict"], shown["fee_state"]) == ("Lakeside Parking Inc.", "clear", "")
    assert "person_email" not in shown
    found = client.get(f"{ALL}{other.receipt}/findings/").json()
    assert [each["kind"] for each in found["findings"]] == ["exact"]
    assert found["bases"] == ["new_buyer", "separate_use_case", "influence"]
    named = program("grace", "intro:read", "person:read").get(f"{ALL}{row.receipt}/").json()
    assert named["person_email"] == "r.park@lakesideparking.example"


def test_asks_accepts_and_keeps_the_relation(row: Introduction) -> None:
    client = program("grace", *DECIDES)
    asked = act(client, row, "question", {"text": "Who signs for them, and by when?"})
    assert (asked.status_code, asked.json()["state"]) == (200, "needs_info")
    taken = act(client, row, "acceptance", {"basis": "new_buyer", "host_id": act_as("grace").user_id})
    assert (taken.status_code, taken.json()["state"]) == (200, "accepted")
    until = taken.json()["protected_until"]
    assert act(client, row, "shared-step", {"step": "A call on Friday"}).json()["shared_step"] == "A call on Friday"
    starts_at = (timezone.now() + timedelta(days=2)).isoformat()
    assert act(client, row, "invitations", {"title": "First call", "starts_at": starts_at}).status_code == 200
    assert act(client, row, "extension", {"evidence": WORDS}).json()["protected_until"] > until
    ended = act(client, row, "rival", {"words": WORDS}).json()
    assert (ended["protection_end_reason"], ended["state"]) == ("rival", "accepted")


def test_gives_on_declines_and_settles(row: Introduction) -> None:
    client = program("tomas", *DECIDES)
    given = act(client, row, "reviewer", {"reviewer_id": act_as("elena").user_id})
    assert given.json()["reviewer_id"] == act_as("elena").user_id
    said = act(client, row, "declining", {"reason": "no_timeline", "note": "They are not ready."}).json()
    assert (said["state"], said["decline_reason"]) == ("declined", "no_timeline")
    theirs = actor_for(row.partner.people.get())
    raise_dispute(actor=theirs, now=timezone.now(), receipt=row.receipt, words="They are, and told you so in May.")
    answer = {"outcome": "rejected", "ruling": "We asked them again: no project this year."}
    assert act(client, row, "ruling", answer).json()["code"] == "R15"
    assert act(program("theo", *DECIDES), row, "ruling", answer).status_code == 200


def test_finance_pays(row: Introduction) -> None:
    accepted(row, now=timezone.now())
    assert act(program("kim", *DECIDES), row, "fee", {"paid_on": "2026-03-02"}).status_code == 403
    assert program("owen", *DECIDES).get(f"{ALL}{row.receipt}/").status_code == 404


def test_an_old_version_changes_nothing(row: Introduction) -> None:
    client = program("tomas", *DECIDES)
    stale = act(client, row, "declining", {"reason": "no_timeline"}, version=99)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    missing = client.post(f"{ALL}{row.receipt}/declining/", json.dumps({"reason": "duplicate"}), "application/json")
    assert missing.status_code == 428
    row.refresh_from_db()
    assert row.state == "submitted"


def test_needs_the_scope_and_the_right(row: Introduction) -> None:
    body = {"reason": "no_timeline"}
    assert act(program("tomas", "intro:read"), row, "declining", body).json()["code"] == "scope"
    assert act(program("elena", *DECIDES), row, "declining", body).status_code == 403
    assert program("tomas", "intro:decide").get(ALL).json()["code"] == "scope"
    assert program("vera", *DECIDES).get(ALL).json()["results"] == []
    assert program("vera", *DECIDES).get(f"{ALL}{row.receipt}/").status_code == 404


def test_a_partners_key_reads_nothing_whatever_its_scopes(row: Introduction) -> None:
    person = person_of(row.partner, "Second Vance", now=timezone.now())
    scopes = ["intro:read", "intro:decide", "intro:write", "account:read"]
    _, key = create_api_key(actor=SYSTEM, now=timezone.now(), owner_id=person.user_id, name="All", scopes=scopes)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert client.get(ALL).json()["results"] == []
    assert client.get(f"{ALL}{row.receipt}/").status_code == 404
    assert act(client, row, "declining", {"reason": "no_timeline"}, version=row.version).status_code == 404


def test_the_papers_of_a_partner_are_read_and_its_fee_only_with_the_scope(row: Introduction) -> None:
    path = f"/api/v1/partners/{row.partner_id}/"
    plain = program("theo", "account:read", "account:write")
    shown = plain.get(path)
    assert shown.json()["nda_to"] == row.partner.nda_to.isoformat()
    assert "fee_percent" not in shown.json()
    body = {"fee_percent": "12.5", "agreement_from": "2026-01-01"}
    changed = plain.patch(path, json.dumps(body), "application/json", headers={"If-Match": shown["ETag"]})
    assert (changed.status_code, "fee_percent" in changed.json()) == (200, False)
    full = program("theo", "account:read", "deal:read.com").get(path).json()
    assert (full["fee_percent"], full["agreement_from"]) == ("12.50", "2026-01-01")


@pytest.mark.parametrize(
    "what",
    [
        "question", "acceptance", "declining", "reviewer", "extension", "rival", "shared-step", "invitations",
        "ruling", "fee",
    ],
)  # fmt: skip
def test_a_key_that_reads_does_not_act(row: Introduction, what: str) -> None:
    answer = act(program("kim", "intro:read", "person:read"), row, what, {})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")
