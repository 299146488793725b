"""Requirements, groups, the security path and questions over REST (domain §4.5 to §4.7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.story import NOTE, Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """A deal of Elena's."""
    return Deal(cast)


@pytest.fixture
def ana(as_person: Any) -> Client:
    """The solution engineer's browser without a window."""
    client: Client = as_person("ana")
    return client


def send(client: Client, where: str, body: dict[str, Any], **headers: str) -> Any:
    """Post JSON."""
    return client.post(f"/api/v1/{where}", body, content_type="application/json", headers=headers)


def test_a_group_from_its_first_requirement_to_its_end(deal: Deal, elena: Client, ana: Client) -> None:
    rows = f"opportunities/{deal.id}/requirements/"
    made = send(elena, rows, {"kind": "technical", "text": "Runs on their own data"}).json()
    assert made["state"] == "open"
    evidence = {"note": NOTE, "source_class": "customer_said", "contact_id": deal.contact.pk, "state": "validated"}
    words = f"requirements/{made['id']}/judgements/"
    assert send(elena, words, evidence).json()["code"] == "R15"
    assert send(ana, words, evidence).status_code == 201
    assert elena.get(f"/api/v1/{rows}").json()["results"][0]["state"] == "validated"
    assert elena.get(f"/api/v1/{rows}?fields=id,state").json()["results"] == [{"id": made["id"], "state": "validated"}]
    assert elena.get(f"/api/v1/{words}").json()["results"][0]["by_id"] == deal.cast.user("ana").pk

    groups = f"opportunities/{deal.id}/requirement-groups/"
    aligned = send(elena, f"{groups}technical/align/", {"note": NOTE})
    first = {"kind": "technical", "listed": 1, "validated": 1, "is_aligned": True, "note": NOTE}
    assert {**aligned.json()["groups"][0], **first} == aligned.json()["groups"][0]
    assert aligned.json() == elena.get(f"/api/v1/{groups}").json()
    ended = send(ana, f"{groups}technical/unalign/", {"reason": "They want another version"})
    assert [each["is_aligned"] for each in ended.json()["groups"]] == [False] * 3


def test_the_security_path_is_one_document(deal: Deal, elena: Client) -> None:
    where = f"/api/v1/opportunities/{deal.id}/security-path/"
    steps = [{"text": "Questionnaire", "owner_name": "Nils Berg", "due_on": "2026-12-01"}]
    body = {"steps": steps}
    assert elena.put(where, body, content_type="application/json").status_code == 428
    version = {"If-Match": f'"{deal.row.version}"'}
    assert elena.put(where, body, content_type="application/json", headers=version).json() == body
    assert elena.get(where).json() == body


def test_a_question_is_answered_once(deal: Deal, elena: Client, ana: Client) -> None:
    asked = {"kind": "technical", "text": "In our region?", "contact_id": deal.contact.pk}
    made = send(elena, f"opportunities/{deal.id}/questions/", asked).json()
    assert made["answered_at"] is None
    where = f"questions/{made['id']}/answer/"
    assert send(ana, where, {"answer": "Yes"}).json()["answered_by_id"] == deal.cast.user("ana").pk
    assert send(ana, where, {"answer": "No"}).status_code == 422
    assert elena.get(f"/api/v1/opportunities/{deal.id}/questions/").json()["results"][0]["answer"] == "Yes"
