"""The public form: a lead without an account, and the same answer whoever asks (domain §11.7, reliability P23)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from opportunities.services.convert_lead import Conversion, convert_lead
from salesops.intake.models import Lead, LeadSignal
from salesops.intake.services.disqualify_lead import disqualify_lead
from salesops.intake.services.park_lead import park_lead
from salesops.intake.services.receive_enquiry import PURPOSE
from salesops.web.services.proof_of_work import challenge, is_proof
from tests.cast import Cast
from tests.intake.leads import STRONG, a_lead

pytestmark = pytest.mark.django_db
ASKED = {
    "person_name": "Maren Vogt",
    "person_email": "maren@kestrel.example",
    "company": "Kestrel Pay",
    "country": "DE",
    "note": "Our terminals must be certified again before the summer.",
}


def an_address() -> str:
    return f"2001:db8::{uuid4().hex[:4]}:{uuid4().hex[:4]}:{uuid4().hex[:4]}"


@pytest.fixture
def stranger() -> Client:
    """A browser nobody signed in, from an address no other test writes from."""
    return Client(REMOTE_ADDR=an_address(), enforce_csrf_checks=True)


def test_makes_a_lead_of_its_own_source(cast: Cast, stranger: Client) -> None:
    assert stranger.get("/enquire/").status_code == 200
    answer = stranger.post("/enquire/", ASKED | {"wants_demo": "on", "campaign": "spring"})
    assert "Thank you." in answer.content.decode()
    lead = Lead.objects.get()
    assert (lead.source, lead.company, lead.status) == ("inbound_form", "Kestrel Pay", "new")
    signal = LeadSignal.objects.get()
    assert (signal.kind, signal.points, signal.campaign) == ("demo_form", 25, "spring")
    assert not answer.cookies


def test_answers_the_same_to_who_is_known_and_adds_to_their_lead(cast: Cast, stranger: Client) -> None:
    first = stranger.post("/enquire/", ASKED)
    again = stranger.post("/enquire/", ASKED | {"person_email": "MAREN@kestrel.example", "company": "Other"})
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert Lead.objects.get().company == "Kestrel Pay"
    assert LeadSignal.objects.count() == 2


def test_drops_what_a_program_wrote_and_says_nothing(cast: Cast, stranger: Client) -> None:
    person = stranger.post("/enquire/", ASKED | {"person_email": "other@kestrel.example"})
    program = stranger.post("/enquire/", ASKED | {"homepage": "https://spam.example"})
    assert program.content == person.content
    assert Lead.objects.count() == 1


def test_keeps_what_was_typed_and_says_what_is_wrong(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/enquire/", ASKED | {"person_email": "nobody", "country": ""})
    assert answer.status_code == 422
    assert 'value="Kestrel Pay"' in answer.content.decode()
    assert not Lead.objects.exists()


def worked(text: str) -> dict[str, str]:
    """Do the work a browser does while one types."""
    return {"challenge": text, "proof": next(str(n) for n in count() if is_proof(text, str(n)))}


class TestProof:
    def test_a_browser_that_worked_asks_ten_times_an_hour(self, cast: Cast, stranger: Client) -> None:
        codes = [
            stranger.post("/enquire/", ASKED | worked(challenge(PURPOSE)) | {"person_email": f"p{n}@kestrel.example"})
            for n in range(11)
        ]
        assert [each.status_code for each in codes] == [200] * 10 + [429]
        assert Lead.objects.count() == 10
        assert Client(REMOTE_ADDR=an_address()).post("/enquire/", ASKED).status_code == 200

    def test_one_that_did_not_asks_twice(self, cast: Cast, stranger: Client) -> None:
        codes = [stranger.post("/enquire/", ASKED).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert LeadSignal.objects.count() == 2
        assert stranger.post("/enquire/", ASKED | worked(challenge(PURPOSE))).status_code == 200

    def test_work_counts_once_and_only_for_what_was_taken(self, cast: Cast, stranger: Client) -> None:
        done = worked(challenge(PURPOSE))
        assert stranger.post("/enquire/", ASKED | done | {"country": ""}).status_code == 422
        assert stranger.post("/enquire/", ASKED | done).status_code == 200
        again = stranger.post("/enquire/", ASKED | done)
        assert again.status_code == 422
        assert "did not go through" in again.content.decode()
        assert LeadSignal.objects.count() == 1

    @pytest.mark.parametrize(
        "forge", [lambda: {"proof": "x"}, lambda: worked("made:up"), lambda: worked(challenge("refer"))]
    )
    def test_work_that_was_not_done_is_refused_with_everything_kept(
        self, cast: Cast, stranger: Client, forge: Callable[[], dict[str, str]]
    ) -> None:
        forged = forge()
        answer = stranger.post("/enquire/", ASKED | forged)
        assert answer.status_code == 422
        assert 'value="Kestrel Pay"' in answer.content.decode()
        assert '<input type="hidden" name="proof">' in answer.content.decode()
        assert not Lead.objects.exists()


@pytest.mark.parametrize(("status", "is_same"), [("rests", True), ("disqualified", False), ("converted", False)])
def test_who_asks_again_is_one_lead_while_it_is_worked_or_rests(
    cast: Cast, stranger: Client, status: str, is_same: bool
) -> None:
    known = {"actor": cast.grace, "now": timezone.now(), "lead_id": a_lead(cast, now=timezone.now()).pk}
    if status == "rests":
        park_lead(**known, to="nurture", reason="No project this year.")
    elif status == "disqualified":
        disqualify_lead(**known, reason="no_need")
    else:
        convert_lead(**known, how=Conversion(process="nb.standard"))
    stranger.post("/enquire/", ASKED | {"person_email": STRONG["person_email"].upper()})
    assert (Lead.objects.count() == 1) is is_same
    newest = Lead.objects.latest("id")
    assert newest.status == ("open" if is_same else "new")
    assert newest.signals.get().kind == "contact_form"


def test_takes_no_price_scope_or_date_as_a_promise(cast: Cast, stranger: Client) -> None:
    stranger.post("/enquire/", ASKED | {"source": "other", "employees": "9", "owner_id": "1"})
    lead = Lead.objects.get()
    assert (lead.source, lead.employees, lead.owner_id) == ("inbound_form", None, None)
