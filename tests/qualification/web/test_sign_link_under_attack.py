"""The champion's link through real HTTP: guessed, replayed, raced, scanned, searched for in database and log (P23)."""

from __future__ import annotations

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from qualification.models import PlanSignature, SignLink
from qualification.services.open_sign_link import TRIES
from qualification.services.send_sign_link import GOOD_FOR, hash_secret, send_sign_link
from qualification.services.sign_plan import find_link, sign_plan
from salesops.core.errors import NotVisible
from tests.cast import Cast, hire, key_for
from tests.live import serving
from tests.qualification.proof import Proof, criterion
from tests.story import Deal

pytestmark = pytest.mark.django_db(transaction=True)

GUESSES = 10_000 if os.environ.get("SALESOPS_PROVE") == "long" else 400
FROM_ONE_ADDRESS = TRIES.most + 10
AT_ONCE = 20
# What differs between two answers that say the same.
NOT_COMPARED = ("Date", "Connection")
# What scanners, previews and prefetching browsers send before any person has read the mail.
SCANNERS: dict[str, tuple[str, dict[str, str]]] = {
    "GET": ("GET", {}),
    "HEAD": ("HEAD", {}),
    "OPTIONS": ("OPTIONS", {}),
    "PROPFIND": ("PROPFIND", {}),
    "prefetch": ("GET", {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"}),
    "preview": ("GET", {"User-Agent": "Mozilla/5.0 (compatible; MSOffice 16; ms-office)", "X-Purpose": "preview"}),
    "part of it": ("GET", {"Range": "bytes=0-100"}),
    "a form sent empty": ("POST", {}),
    "PUT": ("PUT", {}),
    "DELETE": ("DELETE", {}),
}


@dataclass
class Site:
    """The running product as strangers reach it; `log` is everything it wrote."""

    port: int
    log: Path

    def ask(self, path: str, method: str = "GET", body: Any = None, **how: Any) -> tuple[int, bytes, dict[str, str]]:
        """Send one request from an address of its own, unless `address` is given; return status, body, headers."""
        headers = {"X-Forwarded-For": how.pop("address", None) or uuid4().hex, **how.pop("headers", {})}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer: HTTPResponse = connection.getresponse()
        found = answer.status, answer.read(), dict(answer.getheaders())
        connection.close()
        return found

    def open(self, secret: str, **how: Any) -> tuple[int, bytes, dict[str, str]]:
        """Open the page of a link."""
        return self.ask(f"/sign/{secret}/", **how)

    def sign(self, secret: str, mark: str, name: str = "Kari Aasen") -> tuple[int, bytes, dict[str, str]]:
        """Sign as a stranger's browser does."""
        form = urlencode({"signed_name": name, "fingerprint": mark})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "null"}
        return self.ask(f"/sign/{secret}/", "POST", form, headers=kind)


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Iterator[Site]:
    """Two workers behind a proxy that names the client's address; what they log is kept."""
    log = tmp_path / "web.log"
    with log.open("wb") as file, serving(file, TRUSTED_PROXY="yes", LOG_LEVEL="DEBUG") as port:
        yield Site(port, log)


@pytest.fixture
def proof(transactional_db: None) -> Proof:
    """A POC whose success plan is written and not signed."""
    made = Proof(Deal(Cast({name: hire(name) for name in ("elena", "ana")})))
    made.write()
    return made


def send(proof: Proof, **more: Any) -> str:
    """Make a link for the champion and return its secret."""
    return send_sign_link(**proof.known() | more, contact_id=proof.deal.contact.pk).secret


def guess(secret: str, number: int) -> str:
    """Return a wrong secret: random, or as near to the right one as knowing it allows."""
    at = number % len(secret)
    near = secret[:at] + ("A" if secret[at] != "A" else "B") + secret[at + 1 :]
    return (secrets.token_urlsafe(32), near, secret[: at or 1], secret + near[:1])[number % 4]


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """Run the work in threads that start together."""
    barrier = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


class TestGuessing:
    def test_finds_nothing_and_is_limited(self, proof: Proof, site: Site) -> None:
        secret, guesser = send(proof), uuid4().hex

        def one(number: int) -> int:
            return site.open(guess(secret, number), address=f"{guesser}-{number // FROM_ONE_ADDRESS}")[0]

        with ThreadPoolExecutor(8) as pool:
            answers = Counter(pool.map(one, range(GUESSES)))
        addresses = GUESSES // FROM_ONE_ADDRESS
        assert answers == {404: TRIES.most * addresses, 429: (FROM_ONE_ADDRESS - TRIES.most) * addresses}
        assert site.open(secret, address=f"{guesser}-0")[0] == 429
        status, page, _ = site.open(secret)
        assert (status, proof.row.plans.get().fingerprint.encode() in page) == (200, True)
        assert not PlanSignature.objects.exists()


class TestALinkThatDoesNotWork:
    def test_answers_the_same_whatever_is_wrong(self, proof: Proof, site: Site) -> None:
        mark = proof.row.plans.get().fingerprint
        revoked = send(proof)
        expired = send(proof, now=timezone.now() - GOOD_FOR - timedelta(seconds=1))
        other = Proof(Deal(proof.deal.cast))
        other.write()
        gone = send(other)
        type(other.deal.contact).objects.filter(pk=other.deal.contact.pk).update(left_at=timezone.now())
        used = send(proof)
        assert site.sign(used, mark)[0] == 200
        wrong = {
            "wrong": secrets.token_urlsafe(32),
            "not a secret": "x",
            "its hash": hash_secret(used),
            "revoked": revoked,
            "expired": expired,
            "used": used,
            "champion gone": gone,
            "an API key": key_for("elena", "deal:write"),
        }
        answers = {f"{what}, opened": site.open(secret) for what, secret in wrong.items()}
        answers |= {f"{what}, signed": site.sign(secret, mark) for what, secret in wrong.items()}
        said = {
            what: (status, body, {key: value for key, value in headers.items() if key not in NOT_COMPARED})
            for what, (status, body, headers) in answers.items()
        }
        first = said["wrong, opened"]
        assert first[0] == 404
        assert b"This link does not work any more." in first[1]
        assert {what for what, each in said.items() if each != first} == set()
        assert PlanSignature.objects.count() == 1

    def test_is_refused_at_its_very_second(self, proof: Proof) -> None:
        secret, last = send(proof), proof.deal.now + GOOD_FOR
        assert find_link(secret, last - timedelta(microseconds=1))
        for moment in (last, last + timedelta(seconds=1)):
            with pytest.raises(NotVisible):
                find_link(secret, moment)
            with pytest.raises(NotVisible):
                sign_plan(secret=secret, now=moment, signed_name="Kari", fingerprint=proof.row.plans.get().fingerprint)
        assert not PlanSignature.objects.exists()

    def test_signs_no_newer_version(self, proof: Proof, site: Site) -> None:
        secret, old = send(proof), proof.row.plans.get().fingerprint
        proof.write(criteria=(criterion("fast", target="200"),))
        new = proof.row.plans.get(number=2).fingerprint
        for status, page, _ in (site.open(secret), site.sign(secret, old), site.sign(secret, new)):
            assert (status, b"for a link to the newest version" in page, b"<form" in page) == (409, True, False)
        assert not PlanSignature.objects.exists()
        assert site.sign(send(proof), new)[0] == 200


class TestSigning:
    def test_twenty_times_at_once_signs_once(self, proof: Proof, site: Site) -> None:
        secret, mark = send(proof), proof.row.plans.get().fingerprint
        answers = Counter(all_at_once(lambda number: site.sign(secret, mark, f"Kari {number}")[0]))
        assert answers[200] == 1
        assert PlanSignature.objects.count() == 1
        assert site.sign(secret, mark)[0] == 404

    @pytest.mark.parametrize("scanner", SCANNERS)
    def test_is_nothing_a_scanner_does(self, proof: Proof, site: Site, scanner: str) -> None:
        secret, before = send(proof), proof.row.version
        method, headers = SCANNERS[scanner]
        for _ in range(3):
            status, _, told = site.ask(f"/sign/{secret}/", method, headers=headers)
            assert status in (200, 405, 422)
            assert told["Cache-Control"] == "no-store"
        link = SignLink.objects.get()
        assert (link.used_at, link.revoked_at, PlanSignature.objects.count()) == (None, None, 0)
        assert proof.row.version == before
        assert site.sign(secret, proof.row.plans.get().fingerprint)[0] == 200


class TestTheSecret:
    def test_is_kept_nowhere(self, proof: Proof, site: Site, connect_as: Callable[[str], Any]) -> None:
        body = json.dumps({"contact_id": proof.deal.contact.pk})
        key = {
            "Authorization": f"Bearer {key_for('elena', 'deal:read', 'deal:write')}",
            "Content-Type": "application/json",
        }
        where = f"/api/v1/pocs/{proof.id}/sign-links/"
        told = site.ask(where, "POST", body, headers=key | {"Idempotency-Key": "once"})
        assert told[0] == 201
        secret = json.loads(told[1])["address"].rstrip("/").rpartition("/")[2]
        for path in (f"/sign/{secret}/", f"/sign/{secret}", f"/sign/{secret}/more/", f"/sign/{secret}x/"):
            for method in ("GET", "POST", "OPTIONS"):
                site.ask(path, method)
        assert site.sign(secret, proof.row.plans.get().fingerprint)[0] == 200
        connection = connect_as("")
        assert tables_with(connection, hash_secret(secret)) == ["qualification_signlink"]
        assert tables_with(connection, secret) == []
        assert tables_with(connection, secret.encode().hex()) == []
        kept = redis.Redis.from_url(settings.ENVIRONMENT.redis_url)
        assert [name for name in kept.scan_iter() if secret.encode() in name] == []
        written = site.log.read_text()
        assert "/sign/***" in written
        assert secret not in written


def tables_with(connection: Any, text: str) -> list[str]:
    """Return every table of the database with a row that holds the text, in any column."""
    found = []
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" t WHERE strpos(t::text, %s) > 0)', [text])
            if cursor.fetchone()[0]:
                found.append(table)
    return found
