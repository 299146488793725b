"""A proof of concept over REST: planned, signed, run, measured and concluded by a program (domain §4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qualification.domain.poc import BY_KEY
from qualification.models import Poc, PocSession, SignLink
from qualification.services.send_sign_link import hash_secret
from salesops.web.models import IdempotentAnswer
from tests.cast import Cast, key_for
from tests.qualification.proof import Proof, criterion
from tests.story import NOTE, Deal
from tests.web.bodies import BODIES

pytestmark = pytest.mark.django_db

HOLD = {"outputs": list(BY_KEY["getting_started"].outputs), "note": NOTE, "minutes": {"set_up": 25}}


@pytest.fixture
def proof(cast: Cast) -> Proof:
    """A POC that is planned, its plan unwritten."""
    return Proof(Deal(cast))


@pytest.fixture
def ana(as_person: Any) -> Client:
    """The solution engineer's browser without a window."""
    client: Client = as_person("ana")
    return client


def read(client: Client, proof: Proof) -> dict[str, Any]:
    """Return the proof as REST shows it."""
    answer = client.get(f"/api/v1/pocs/{proof.id}/")
    assert answer.headers["ETag"] == f'"{proof.row.version}"'
    shown: dict[str, Any] = answer.json()
    return shown


def send(client: Client, proof: Proof, what: str, body: Any = None, **headers: str) -> Any:
    """Post a change based on the version there is now."""
    headers = {"If-Match": f'"{proof.row.version}"', **headers}
    where = f"/api/v1/pocs/{proof.id}/{what}/"
    return client.post(where, body or {}, content_type="application/json", headers=headers)


def put_plan(client: Client, proof: Proof, version: int | None = None, **more: Any) -> Any:
    """Write the plan."""
    return client.put(
        f"/api/v1/pocs/{proof.id}/plan/",
        BODIES["api:poc-plan PUT"]({"contact_id": proof.deal.contact.pk}) | more,
        content_type="application/json",
        headers={"If-Match": f'"{version or proof.row.version}"'},
    )


class TestThePlan:
    def test_is_planned_and_listed(self, cast: Cast, elena: Client) -> None:
        deal = Deal(cast)
        where = f"/api/v1/opportunities/{deal.id}/pocs/"
        body = {"lead_id": cast.user("ana").pk}
        made = elena.post(where, body, content_type="application/json")
        assert (made.status_code, made.json()["state"]) == (201, "planned")
        assert elena.get(made.headers["Location"]).json()["plan"] is None
        assert [each["id"] for each in elena.get(where).json()["results"]] == [made.json()["id"]]
        assert elena.post(where, body, content_type="application/json").status_code == 409

    def test_is_written_in_versions(self, proof: Proof, elena: Client) -> None:
        first = put_plan(elena, proof).json()
        assert (first["plan"]["number"], first["plan"]["is_signed"]) == (1, False)
        assert first["plan"]["terms"]["participants"][0]["name"] == proof.deal.contact.name
        assert first["plan"]["needs_signature"] == ["No version of the plan was signed yet."]
        assert put_plan(elena, proof).json()["plan"]["number"] == 1
        assert put_plan(elena, proof, next_step="Contract").json()["plan"]["number"] == 2

    def test_wants_the_version_last_read(self, proof: Proof, elena: Client) -> None:
        version = read(elena, proof)["version"]
        assert put_plan(elena, proof, version).status_code == 200
        assert put_plan(elena, proof, version, next_step="Contract").status_code == 412

    @pytest.mark.parametrize(
        "more",
        [
            {"colour": "red"},
            {"starts_on": "soon"},
            {"criteria": []},
            {"participants": [{"contact_id": 999_999}]},
            {"participants": [{"contact_id": 1, "name": "Kari"}]},
            {"objective": 7},
        ],
    )
    def test_refuses_what_does_not_belong(self, proof: Proof, elena: Client, more: dict[str, Any]) -> None:
        answer = put_plan(elena, proof, **more)
        assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
        assert not proof.row.plans.exists()

    def test_says_what_a_change_left_unsigned(self, proof: Proof, elena: Client) -> None:
        proof.write()
        proof.sign()
        signed = read(elena, proof)["plan"]
        assert (signed["is_signed"], signed["signature"]["signed_name"]) == (True, "Kari Aasen")
        proof.write(criteria=(criterion("fast", target="90"),))
        plan = read(elena, proof)["plan"]
        assert (plan["is_signed"], plan["signature"]) == (False, None)
        assert plan["needs_signature"] == ["A must-criterion changed."]


class TestTheSignature:
    def test_link_is_told_once(self, proof: Proof, elena: Client) -> None:
        proof.write()
        body = {"contact_id": proof.deal.contact.pk}
        made = send(elena, proof, "sign-links", body, **{"Idempotency-Key": "a"})
        secret = made.json()["address"].rstrip("/").rpartition("/")[2]
        assert SignLink.objects.get().secret_hash == hash_secret(secret)
        again = send(elena, proof, "sign-links", body, **{"Idempotency-Key": "a"})
        assert (again.status_code, again.json()["address"]) == (201, None)
        assert again.json()["id"] == made.json()["id"]
        assert secret not in IdempotentAnswer.objects.get().body

    def test_is_recorded_with_its_evidence(self, proof: Proof, elena: Client) -> None:
        proof.write()
        body = {"plan_number": 1, "contact_id": proof.deal.contact.pk, "method": "meeting", "note": NOTE}
        assert send(elena, proof, "signatures", body).status_code == 422
        proof.deal.log_call()
        body["activity_id"] = proof.deal.row.activities.get().pk
        for number in (0, 2, 2**40):
            refused = send(elena, proof, "signatures", body | {"plan_number": number})
            assert refused.status_code == (409 if number else 422)
        assert read(elena, proof)["plan"]["is_signed"] is False
        made = send(elena, proof, "signatures", body)
        assert (made.status_code, made.json()["plan_number"]) == (201, 1)
        assert read(elena, proof)["plan"]["is_signed"] is True


class TestTheRun:
    def test_holds_misses_moves_and_cancels(self, proof: Proof, ana: Client) -> None:
        at = (timezone.now() + timedelta(hours=1)).isoformat()
        made = send(ana, proof, "sessions", {"kind": "getting_started", "starts_at": at})
        assert (made.status_code, made.json()["lead_id"]) == (201, proof.ana.user_id)
        later = (timezone.now() + timedelta(days=1)).isoformat()
        moved = send(ana, proof, f"sessions/{made.json()['id']}/move", {"starts_at": later})
        assert [each["state"] for each in moved.json()["sessions"]] == ["rescheduled", "scheduled"]
        number = moved.json()["sessions"][1]["id"]
        PocSession.objects.filter(pk=number).update(starts_at=timezone.now() - timedelta(hours=2))
        body = {**HOLD, "contact_ids": [proof.deal.contact.pk]}
        held = send(ana, proof, f"sessions/{number}/hold", body)
        assert (held.status_code, held.json()["state"]) == (200, "running")
        assert [each["minutes"] for each in held.json()["sessions"] if each["state"] == "held"] == [{"set_up": 25}]
        for how, state in (("miss", "no_show"), ("cancel", "cancelled")):
            body = {"kind": "discovery", "starts_at": later}
            number = send(ana, proof, "sessions", body).json()["id"]
            ended = send(ana, proof, f"sessions/{number}/{how}", {"note": "They are ill"}).json()
            assert {each["id"]: each["state"] for each in ended["sessions"]}[number] == state

    @pytest.mark.parametrize("how", ["hold", "miss", "cancel", "move"])
    def test_finds_no_session_of_another_proof(self, proof: Proof, ana: Client, how: str) -> None:
        other = Proof(Deal(proof.deal.cast)).schedule("getting_started")
        assert send(ana, proof, f"sessions/{other.pk}/{how}", {"note": "x"}).status_code == 404

    def test_wants_our_people_to_lead(self, proof: Proof, ana: Client) -> None:
        body = {"kind": "discovery", "starts_at": "2099-01-05T09:00:00Z", "lead_id": 999_999}
        assert send(ana, proof, "sessions", body).status_code == 422

    def test_wants_the_version_of_the_numbers(self, proof: Proof, ana: Client) -> None:
        proof.run_to_validation()
        version = str(proof.row.version)
        assert send(ana, proof, "measurements", {"criterion": "fast", "value": "130"}).status_code == 201
        assert send(ana, proof, "close-measurement", **{"If-Match": f'"{version}"'}).status_code == 412
        assert send(ana, proof, "close-measurement", **{"If-Match": ""}).status_code == 428
        assert Poc.objects.get().state == "running"

    def test_is_judged_by_its_numbers_to_the_end(self, proof: Proof, ana: Client, elena: Client) -> None:
        proof.run_to_validation()
        before = read(ana, proof)
        assert (before["outcome"], before["outcome_now"]) == ("", "not_met")
        assert {each["result"] for each in before["criteria"]} == {"not_tested"}
        for key, value in (("fast", "130"), ("cheap", "9")):
            assert send(ana, proof, "measurements", {"criterion": key, "value": value}).status_code == 201
        assert read(ana, proof)["outcome_now"] == "exceeded"
        assert send(elena, proof, "close-measurement").status_code == 403
        assert send(ana, proof, "close-measurement").json()["outcome"] == "exceeded"
        assert send(ana, proof, "take-up-again", {"reason": "A job was left out"}).json()["outcome"] == ""
        assert send(ana, proof, "close-measurement").json()["state"] == "measured"
        proof.deal.now = timezone.now()
        body = {"activity_id": proof.hold_readout(), "verdict": "accept", "next_step": "Offer"}
        ended = send(elena, proof, "conclude", body).json()
        assert (ended["state"], ended["verdict"], ended["readout_id"]) == ("concluded", "accept", body["activity_id"])
        (row, _) = ana.get(f"/api/v1/pocs/{proof.id}/measurements/?order=id").json()["results"]
        assert (row["criterion"], row["value"]) == ("fast", "130.0000")

    def test_is_abandoned_for_a_reason(self, proof: Proof, elena: Client) -> None:
        assert send(elena, proof, "abandon", {"reason": "Late"}).status_code == 422
        assert send(elena, proof, "abandon", {"reason": "They chose to wait"}).json()["outcome"] == "abandoned"


class TestWho:
    def test_reads_with_one_scope_and_writes_with_two(self, proof: Proof) -> None:
        reader = Client(headers={"Authorization": f"Bearer {key_for('elena', 'deal:read')}"})
        assert reader.get(f"/api/v1/pocs/{proof.id}/").status_code == 200
        assert send(reader, proof, "abandon", {"reason": "They chose to wait"}).status_code == 403
        writer = Client(headers={"Authorization": f"Bearer {key_for('elena', 'deal:read', 'deal:write')}"})
        assert send(writer, proof, "abandon", {"reason": "They chose to wait"}).status_code == 200

    def test_measures_is_not_the_seller(self, proof: Proof, elena: Client) -> None:
        proof.run_to_validation()
        assert send(elena, proof, "measurements", {"criterion": "fast", "value": "1"}).status_code == 403

    def test_may_not_see_finds_nothing(self, proof: Proof, as_person: Any) -> None:
        assert as_person("victor").get(f"/api/v1/pocs/{proof.id}/").status_code == 404
        assert as_person("elena").get("/api/v1/pocs/999999/").status_code == 404
