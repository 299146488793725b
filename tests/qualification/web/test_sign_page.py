"""The page the champion signs on: looking never signs, and a link that does not work says nothing else."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qualification.models import PlanSignature, SignLink
from qualification.services.open_sign_link import TRIES
from qualification.services.send_sign_link import send_sign_link
from salesops.audit.models import AuditEntry
from tests.qualification.proof import Proof, criterion

pytestmark = pytest.mark.django_db
ADDRESS = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(autouse=True)
def fresh_counter() -> None:
    """Count the tries of each test from an address of its own."""
    ADDRESS["REMOTE_ADDR"] = f"192.0.2.{secrets.randbelow(250)}:{secrets.token_hex(4)}"


@pytest.fixture
def link(proof: Proof) -> str:
    """The address sent to the champion."""
    sent = send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)
    return f"/sign/{sent.secret}/"


def post(link: str, mark: str, name: str = "Kari Aasen") -> object:
    """Sign as a stranger's browser does; it sends no token, and `null` as its origin."""
    client = Client(enforce_csrf_checks=True)
    sent = {"signed_name": name, "fingerprint": mark}
    return client.post(link, sent, headers={"Origin": "null"}, **ADDRESS)


class TestLooking:
    def test_shows_the_plan_and_signs_nothing(self, proof: Proof, link: str) -> None:
        for _ in range(TRIES.most + 5):
            for method in ("get", "head"):
                answer = getattr(Client(), method)(link, **ADDRESS)
                assert answer.status_code == 200 if method == "get" else answer.status_code in (200, 405)
        shown = Client().get(link, **ADDRESS).content.decode()
        assert proof.row.plans.get().fingerprint in shown
        assert "Show that the nightly jobs finish" in shown
        assert not PlanSignature.objects.exists()
        assert SignLink.objects.get().used_at is None

    def test_is_kept_from_caches_search_and_referrers(self, link: str) -> None:
        for address in (link, "/sign/nothing/"):
            answer = Client().get(address, **ADDRESS)
            assert answer["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer["X-Robots-Tag"]
            assert answer["Cache-Control"] == "no-store"
            assert b"http" not in answer.content.replace(b"http-equiv", b"")
            assert answer.cookies.keys() == set()


class TestSigning:
    def test_covers_the_version_that_was_shown(self, proof: Proof, link: str) -> None:
        mark = proof.row.plans.get().fingerprint
        answer = post(link, mark)
        assert answer.status_code == 200  # type: ignore[attr-defined]
        assert b"Signed by Kari Aasen" in answer.content  # type: ignore[attr-defined]
        assert PlanSignature.objects.get().fingerprint == mark
        assert AuditEntry.objects.filter(via="link").exists()

    def test_wants_a_name(self, proof: Proof, link: str) -> None:
        answer = post(link, proof.row.plans.get().fingerprint, "  ")
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert b"Write your name." in answer.content  # type: ignore[attr-defined]
        assert not PlanSignature.objects.exists()

    def test_refuses_what_was_changed_meanwhile(self, proof: Proof, link: str) -> None:
        mark = proof.row.plans.get().fingerprint
        proof.write(criteria=(criterion("fast", target="200"),))
        assert post(link, mark).status_code == 409  # type: ignore[attr-defined]
        assert not PlanSignature.objects.exists()


class TestALinkThatDoesNotWork:
    def test_says_the_same_whatever_is_wrong(self, proof: Proof, link: str) -> None:
        answers = [Client().get("/sign/wrong/", **ADDRESS)]
        post(link, proof.row.plans.get().fingerprint)
        answers += [Client().get(link, **ADDRESS), post(link, proof.row.plans.get().fingerprint)]
        proof.write(criteria=(criterion("fast", target="300"),))
        first = send_sign_link(**proof.known(), contact_id=proof.deal.contact.pk)
        long_ago = proof.known() | {"now": timezone.now() - timedelta(days=14, seconds=1)}
        second = send_sign_link(**long_ago, contact_id=proof.deal.contact.pk)
        answers.append(Client().get(f"/sign/{first.secret}/", **ADDRESS))
        answers.append(Client().get(f"/sign/{second.secret}/", **ADDRESS))
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert b"does not work any more" in answers[0].content

    def test_is_not_looked_up_after_too_many_tries(self, link: str) -> None:
        codes = [Client().get(f"/sign/{number}/", **ADDRESS).status_code for number in range(TRIES.most + 1)]
        assert codes == [404] * TRIES.most + [429]
        answer = Client().get(link, **ADDRESS)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert Client().get(link, REMOTE_ADDR="198.51.100.9").status_code == 200
