"""The public form: a lead without an account, and the same answer whoever asks (domain §11.7, reliability P23)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from salesops.intake.models import Lead, LeadSignal
from tests.cast import Cast

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


def test_stops_after_ten_an_hour_from_one_address(cast: Cast, stranger: Client) -> None:
    codes = [
        stranger.post("/enquire/", ASKED | {"person_email": f"p{n}@kestrel.example"}).status_code for n in range(11)
    ]
    assert codes == [200] * 10 + [429]
    assert Lead.objects.count() == 10
    elsewhere = Client(REMOTE_ADDR=an_address()).post("/enquire/", ASKED)
    assert elsewhere.status_code == 200


def test_takes_no_price_scope_or_date_as_a_promise(cast: Cast, stranger: Client) -> None:
    stranger.post("/enquire/", ASKED | {"source": "other", "employees": "9", "owner_id": "1"})
    lead = Lead.objects.get()
    assert (lead.source, lead.employees, lead.owner_id) == ("inbound_form", None, None)
