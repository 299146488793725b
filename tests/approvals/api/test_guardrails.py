"""The guardrails over REST: read by programs, changed by people alone."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.approvals.drafts import back_tested, drafted, published
from tests.approvals.offers import RULES
from tests.cast import Cast, key_for

pytestmark = pytest.mark.django_db
API = "/api/v1/guardrails/"


def program(who: str, *scopes: str) -> Client:
    """Return a program of somebody."""
    return Client(headers={"Authorization": f"Bearer {key_for(who, *scopes)}"})


def test_programs_read_every_version_and_what_it_changed(cast: Cast) -> None:
    draft = drafted(cast)
    back_tested(cast, draft)
    published(cast, draft)
    client = program("elena", "process:read")
    assert [row["number"] for row in client.get(API).json()["results"]] == [2, 1]
    newest, first = (client.get(f"{API}{number}/").json() for number in (2, 1))
    assert (newest["is_in_force"], first["is_in_force"]) == (True, False)
    assert newest["changes"][0]["old"] == "10 % · 20 % · 30 %"
    assert (first["rules"], first["changes"], first["author_id"]) == (RULES.as_json(), [], None)


def test_programs_change_none(cast: Cast) -> None:
    client = program("kim", "process:read")
    assert client.post(API, {}, content_type="application/json").status_code == 405
    assert client.patch(f"{API}1/", {}, content_type="application/json").status_code == 405


def test_a_key_without_the_scope_reads_nothing() -> None:
    assert program("kim", "deal:read").get(API).status_code == 403


def test_what_is_not_there_is_not_found() -> None:
    assert program("kim", "process:read").get(f"{API}99/").status_code == 404
