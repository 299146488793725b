"""A partner's system introduces a buyer, once, and reads nothing (reliability §5, scope intro:write)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.core.actor import SYSTEM
from salesops.intake.models import Introduction
from salesops.users.services.create_api_key import create_api_key
from tests.cast import act_as, key_for
from tests.intake.introducing import answers, new_partner, person_of

pytestmark = pytest.mark.django_db
PATH = "/api/v1/introductions/"


def body(**changed: Any) -> dict[str, Any]:
    """Return the ten answers as a program sends them."""
    given = answers(timezone.now(), **changed)
    return {name: text for name, text in given.items() if name not in ("agreed", "promised", "promised_what")}


@pytest.fixture
def system() -> Client:
    """A partner's system with its key."""
    now = timezone.now()
    act_as("grace")
    person = person_of(new_partner(now=now), now=now)
    _, key = create_api_key(actor=SYSTEM, now=now, owner_id=person.user_id, name="CRM", scopes=["intro:write"])
    return Client(headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "first"})


def send(client: Client, data: dict[str, Any], **headers: str) -> Any:
    """Post a body."""
    return client.post(PATH, data, content_type="application/json", headers=headers)


def test_answers_a_receipt_and_the_same_one_to_a_retry(system: Client) -> None:
    first, again = send(system, body()), send(system, body())
    assert (first.status_code, first.json()["verdict"], first.json()["status"]) == (201, "clear", "received")
    assert again.json() == first.json()
    assert Introduction.objects.get().channel == "api"


def test_wants_a_key_against_doubles_and_every_answer(system: Client) -> None:
    del system.defaults["HTTP_IDEMPOTENCY_KEY"]
    assert "Idempotency-Key" in send(system, body()).json()["errors"][0]["field"]
    wrong = send(system, body(problem="short", timeline="soon"), **{"Idempotency-Key": "second"})
    assert wrong.status_code == 422
    assert Introduction.objects.count() == 0


def test_reads_nothing(system: Client) -> None:
    send(system, body())
    assert system.get(PATH).json()["code"] == "scope"
    for path in ("opportunities/", "accounts/", "partners/", "contacts/"):
        assert system.get(f"/api/v1/{path}").status_code == 403, path


def test_needs_the_scope_and_a_partner(system: Client) -> None:
    seller = Client(headers={"Authorization": f"Bearer {key_for('elena', 'intro:write')}", "Idempotency-Key": "x"})
    assert send(seller, body()).status_code == 404
    reader = Client(headers={"Authorization": f"Bearer {key_for('arjun', 'deal:read')}", "Idempotency-Key": "x"})
    assert send(reader, body()).json()["code"] == "scope"


def test_stops_with_the_agreement() -> None:
    now = timezone.now()
    partner = new_partner(
        "Lapsed", now=now, nda_from=(now - timedelta(days=9)).date(), nda_to=(now - timedelta(days=1)).date()
    )
    person = person_of(partner, now=now)
    _, key = create_api_key(actor=SYSTEM, now=now, owner_id=person.user_id, name="CRM", scopes=["intro:write"])
    client = Client(headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "first"})
    refused = send(client, body())
    assert (refused.status_code, refused.json()["code"]) == (403, "R18")
