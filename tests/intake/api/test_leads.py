"""Leads over REST: taken in by a program under its scope, worked on the version that was read (interface §3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from opportunities.models import Opportunity
from salesops.intake.models import Lead
from salesops.intake.services.open_lead import NewSignal
from tests.cast import Cast, hire, key_for
from tests.intake.leads import STRONG, a_lead

pytestmark = pytest.mark.django_db
LEADS = "/api/v1/leads/"
CONVERTS = ("lead:read", "lead:write", "deal:write", "deal:read", "deal:read.com", "person:read")


def program(first_name: str, *scopes: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {key_for(first_name, *scopes)}"})


def send(client: Client, method: str, path: str, body: Any, **headers: str) -> Any:
    return getattr(client, method)(path, json.dumps(body), content_type="application/json", headers=headers)


def test_a_program_takes_leads_in_and_never_overwrites_where_they_came_from() -> None:
    client = program("ida", "lead:read", "lead:write", "person:read")
    made = send(client, "post", LEADS, STRONG | {"source": "event", "source_detail": "Payments Paris"})
    assert made.status_code == 201
    body = made.json()
    assert (body["source"], body["status"], body["segment"]) == ("event", "new", "B")
    assert made["Location"] == f"{LEADS}{body['id']}/"
    etag = client.get(made["Location"])["ETag"]
    refused = send(client, "patch", made["Location"], {"source": "other"}, **{"If-Match": etag})
    assert refused.status_code in (400, 422)
    changed = send(client, "patch", made["Location"], {"employees": 9000}, **{"If-Match": etag})
    assert (changed.status_code, changed.json()["source"]) == (200, "event")
    assert changed.json()["fit"] < body["fit"]
    assert send(client, "patch", made["Location"], {"employees": 1}, **{"If-Match": etag}).status_code == 412


def test_a_key_without_the_scope_neither_reads_nor_writes(cast: Cast) -> None:
    lead = a_lead(cast)
    reader, other = program("grace", "lead:read"), program("grace", "account:read")
    assert send(reader, "post", LEADS, STRONG | {"source": "event"}).status_code == 403
    assert other.get(f"{LEADS}{lead.pk}/").status_code == 403


def test_names_and_addresses_need_their_scope(cast: Cast) -> None:
    lead = a_lead(cast)
    plain, full = program("grace", "lead:read"), program("grace", "lead:read", "person:read")
    for path in (LEADS, f"{LEADS}{lead.pk}/"):
        assert "maren" not in plain.get(path).content.decode().lower()
        assert "maren.vogt@kestrel-pay.example" in full.get(path).content.decode()


def test_a_price_or_a_date_has_no_place_on_a_lead() -> None:
    client = program("ida", "lead:write")
    for field in ("price", "discount", "go_live", "processor", "scope"):
        answer = send(client, "post", LEADS, {"source": "event", "company": "Kestrel", field: "1"})
        assert answer.status_code in (400, 422), field
        assert field in answer.json()["errors"][0]["field"]
    assert not Lead.objects.exists()


def test_lists_by_segment_source_and_status(cast: Cast) -> None:
    strong = a_lead(cast, signals=[NewSignal("demo_form"), NewSignal("pricing_page")])
    a_lead(cast, by="ida", source="event", company="Other")
    client = program("grace", "lead:read")
    found = {query: [row["id"] for row in client.get(f"{LEADS}?{query}").json()["results"]] for query in (
        "source=outbound_sdr", "segment=D", "status=converted", "q=kestrel",
    )}  # fmt: skip
    assert found == {
        "source=outbound_sdr": [strong.pk],
        "segment=D": [],
        "status=converted": [],
        "q=kestrel": [strong.pk],
    }


def test_works_a_lead_to_its_deal(cast: Cast) -> None:
    lead = a_lead(cast)
    where = f"{LEADS}{lead.pk}/"
    client = program("grace", *CONVERTS)
    assert send(client, "post", f"{where}signals/", {"kind": "demo_form"}).json()["behaviour"] == 25
    touched = send(client, "post", f"{where}touches/", {"kind": "call", "note": "They named the acquirer."})
    assert (touched.status_code, touched.json()["status"]) == (201, "in_progress")
    assert send(client, "post", f"{where}qualification/", {}).status_code == 428
    etag = client.get(where)["ETag"]
    qualified = send(client, "post", f"{where}qualification/", {}, **{"If-Match": etag})
    assert (qualified.status_code, qualified.json()["status"]) == (200, "qualified")
    assert (
        send(client, "post", f"{where}rest/", {"to": "nurture", "reason": "Not now."}, **{"If-Match": etag}).status_code
        == 412
    )
    made = send(client, "post", f"{where}conversion/", {"process": "nb.standard"}, **{"If-Match": qualified["ETag"]})
    assert made.status_code == 201, made.json()
    deal = Opportunity.objects.get()
    assert (made.json()["id"], deal.lead_id, deal.source) == (deal.pk, lead.pk, "outbound_sdr")
    assert client.get(where).json()["status"] == "converted"


def test_a_person_in_the_browser_may_what_they_may_on_the_page(cast: Cast) -> None:
    lead = a_lead(cast)
    client = Client()
    client.force_login(hire("elena"), backend="salesops.users.services.sign_in.ThrottledBackend")
    assert client.get(f"{LEADS}{lead.pk}/").json()["person_name"] == "Maren Vogt"
    answer = send(
        client,
        "post",
        f"{LEADS}{lead.pk}/disqualification/",
        {"reason": "no_need"},
        **{"If-Match": client.get(f"{LEADS}{lead.pk}/")["ETag"]},
    )
    assert answer.status_code == 403
