"""An invited referrer introduces by a link: once proven to be no program, and nothing else opens (reliability P22)."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.intake.models import Introduction, ReferrerLink
from salesops.intake.services.invite_referrer import invite_referrer
from salesops.intake.services.revoke_referrer import revoke_referrer
from salesops.web.services.proof_of_work import challenge, is_proof
from tests.cast import act_as
from tests.intake.introducing import answers, new_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    """The address of a new link."""
    act_as("grace")
    made = invite_referrer(
        actor=act_as("theo"), now=timezone.now(), partner_id=new_partner(now=timezone.now()).pk, name="Rita Lang"
    )
    return f"/refer/{made.secret}/"


def worked(text: str) -> dict[str, str]:
    """Do the work a browser does."""
    return {"challenge": text, "proof": next(str(n) for n in count() if is_proof(text, str(n)))}


def challenge_of(page: Any) -> str:
    """Find what the page gives its browser to work on."""
    return re.search(r'data-proof="([^"]+)"', page.content.decode())[1]  # type: ignore[index]


def test_introduces_for_the_partner_who_invited_them(link: str) -> None:
    client = Client()
    proof = worked(challenge_of(client.get(link)))
    done = client.post(link, answers(timezone.now()) | proof)
    sent = Introduction.objects.get()
    assert (done.status_code, sent.channel, sent.referrer.name) == (200, "referrer", "Rita Lang")
    assert sent.receipt not in done.content.decode()
    again = client.post(link, answers(timezone.now()) | proof)
    assert (again.status_code, Introduction.objects.count()) == (422, 1)


@pytest.mark.parametrize("proof", [{}, {"challenge": "made-up", "proof": "1"}, {"proof": "x" * 500}])
def test_without_work_nothing_is_taken(link: str, proof: dict[str, str]) -> None:
    assert Client().post(link, answers(timezone.now()) | proof).status_code == 422
    other = worked(challenge("another form"))
    assert Client().post(link, answers(timezone.now()) | other).status_code == 422
    assert Introduction.objects.count() == 0


def test_a_slip_of_the_pen_keeps_what_was_typed_and_costs_no_work(link: str) -> None:
    client = Client()
    proof = worked(challenge_of(client.get(link)))
    wrong = client.post(link, answers(timezone.now(), problem="Too short") | proof)
    assert wrong.status_code == 422
    assert "Lakeside Parking Inc." in wrong.content.decode()
    assert client.post(link, answers(timezone.now()) | proof).status_code == 200


def test_a_program_that_fills_every_field_is_thanked_and_forgotten(link: str) -> None:
    client = Client()
    trapped = answers(timezone.now()) | worked(challenge_of(client.get(link))) | {"fax": "+1"}
    assert client.post(link, trapped).status_code == 200
    assert Introduction.objects.count() == 0


def test_a_link_that_does_not_work_says_the_same_whatever_is_wrong(link: str) -> None:
    row = ReferrerLink.objects.get()
    revoke_referrer(actor=act_as("theo"), now=timezone.now(), partner_id=row.partner_id, link_id=row.pk)
    revoked, unknown = Client().get(link), Client().get("/refer/never-made/")
    assert (revoked.status_code, unknown.status_code) == (404, 404)
    assert revoked.content == unknown.content
    assert revoked["Referrer-Policy"] == "no-referrer"


def test_guesses_are_counted_before_anything_is_looked_up(link: str) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    codes = [client.get(f"/refer/guess-{n}/").status_code for n in range(32)]
    assert codes == [404] * 30 + [429] * 2


def test_the_page_keeps_only_a_hash(link: str) -> None:
    assert link.split("/")[2] not in ReferrerLink.objects.get().secret_hash
