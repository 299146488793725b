"""Programs ask and take back; deciding is for people (interface §3)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from tests.approvals.asking import Asking
from tests.cast import Cast, key_for

pytestmark = pytest.mark.django_db
ALL = ("deal:read", "approval:request")


def send(method: str, path: str, body: Any = None, *scopes: str, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {key_for('elena', *(scopes or ALL))}", **headers}
    more = {} if body is None else {"data": body, "content_type": "application/json"}
    return getattr(Client(), method)(f"/api/v1/{path}", headers=sent, **more)


@pytest.fixture
def asking(cast: Cast) -> Asking:
    return Asking(cast)


def body(asking: Asking, **more: Any) -> dict[str, Any]:
    given = asdict(asking.why())
    return {**given, "needed_by": given["needed_by"].isoformat(), "kind": "offer", "offer_number": 1, **more}


def test_a_program_asks_reads_and_takes_back(asking: Asking) -> None:
    where = f"opportunities/{asking.deal.id}/approval-requests/"
    made = send("post", where, body(asking))
    assert made.status_code == 201, made.content
    one = send("get", f"approval-requests/{made.json()['id']}/")
    assert (one.json()["state"], one.json()["kind"]) == ("in_review", "offer")
    assert not {"what", "why", "discount", "amount", "subject"} & set(one.json())
    assert asking.standing.is_locked
    gone = send("post", f"approval-requests/{made.json()['id']}/withdraw/", {}, **{"If-Match": one["ETag"]})
    assert gone.json()["state"] == "withdrawn"
    assert not asking.standing.is_locked


def test_it_needs_the_scope(asking: Asking) -> None:
    where = f"opportunities/{asking.deal.id}/approval-requests/"
    assert send("post", where, body(asking), "deal:read", "deal:write").status_code == 403


def test_no_address_decides(asking: Asking) -> None:
    asking.submit()
    for word in ("approve", "verdict", "decide"):
        assert send("post", f"approval-requests/{asking.request_id}/{word}/", {}).status_code == 404
