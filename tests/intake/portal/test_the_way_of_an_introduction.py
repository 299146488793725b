"""From the partner's form to our answer and back, through the pages of both sides (domain §11.1–§11.6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from salesops.intake.models import Introduction, Lead, Protection
from salesops.intake.views.portal.entering import COOKIE
from tests.cast import PASSWORD, act_as, hire
from tests.intake.introducing import answers, new_partner, person_of, portal_client

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "partner"])


def post(client: Client, path: str, **data: Any) -> Any:
    """Send a form and follow where it leads."""
    return client.post(path, data, follow=True)


def staff_client(name: str) -> Client:
    """Sign one of the cast in to the house."""
    client = Client()
    client.force_login(hire(name), backend="salesops.users.services.sign_in.ThrottledBackend")
    return client


class TestTheWay:
    def test_leads_from_the_form_to_a_protected_lead(self) -> None:
        now = timezone.now()
        grace = act_as("grace")
        partner = portal_client(person_of(new_partner(now=now), now=now), now)
        receipt = post(partner, "/partners/introductions/new/", **answers(now))
        assert "First check passed" in receipt.content.decode()
        sent = Introduction.objects.get()
        assert (sent.state, sent.verdict, sent.reviewer_id) == ("submitted", "clear", grace.user_id)
        staff = staff_client("grace")
        assert "Nothing known stands against it" in staff.get(f"/introductions/{sent.receipt}/").content.decode()
        taken = {"basis": "new_buyer", "host_id": grace.user_id, "use_case": "", "words": ""}
        post(staff, f"/introductions/{sent.receipt}/accept/", **taken)
        lead, protection = Lead.objects.get(), Protection.objects.get()
        assert (lead.source, lead.introduction_id) == ("partner_introduction", sent.pk)
        assert (protection.partner_id, (protection.ends_at - protection.accepted_at).days) == (sent.partner_id, 90)
        assert "Make the introduction to Grace Lindqvist" in partner.get("/partners/").content.decode()
        post(partner, f"/partners/introductions/{sent.receipt}/made/")
        assert "In conversation" in partner.get("/partners/").content.decode()

    def test_asks_and_declines(self) -> None:
        now = timezone.now()
        act_as("grace")
        partner = portal_client(person_of(new_partner(now=now), now=now), now)
        post(partner, "/partners/introductions/new/", **answers(now))
        sent = Introduction.objects.get()
        staff = staff_client("grace")
        post(staff, f"/introductions/{sent.receipt}/ask/", text="Who signs for them, and by when?")
        shown = partner.get(f"/partners/introductions/{sent.receipt}/").content.decode()
        assert "Who signs for them, and by when?" in shown
        post(partner, f"/partners/introductions/{sent.receipt}/answer/", answer="Renee Park, in May.")
        post(
            staff, f"/introductions/{sent.receipt}/decline/", reason="no_timeline", note="Never a word of this outside."
        )
        shown = partner.get(f"/partners/introductions/{sent.receipt}/").content.decode()
        assert "Not accepted: no timeline." in shown
        assert "Never a word" not in shown

    def test_keeps_a_draft_whatever_it_says_and_sends_it_later(self) -> None:
        now = timezone.now()
        act_as("grace")
        partner = portal_client(person_of(new_partner(now=now), now=now), now)
        kept = partner.post(
            "/partners/introductions/new/", {"company": "Lakeside", "save": "1"}, headers={"Accept": "application/json"}
        )
        address = kept.json()["address"]
        assert "Lakeside" in partner.get("/partners/").content.decode()
        wrong = partner.post(address, {**answers(now), "problem": "Too short"})
        assert wrong.status_code == 422
        assert "At least 40 characters" in wrong.content.decode()
        assert 'value="Lakeside Parking Inc."' in wrong.content.decode()
        sent = post(partner, address, **answers(now))
        assert "We have it" in sent.content.decode()
        assert Introduction.objects.get().draft == {}


class TestTheDoor:
    def test_lets_a_partners_person_in_and_nobody_else(self) -> None:
        now = timezone.now()
        person = person_of(new_partner(now=now), now=now)
        staff = act_as("elena")
        client = Client()
        for email, password in ((person.user.email, "wrong"), ("nobody@x.example", PASSWORD)):
            answer = client.post("/partners/sign-in/", {"email": email, "password": password})
            assert (answer.status_code, COOKIE in client.cookies) == (422, False)
        assert staff.has_role("ae")
        answer = client.post("/partners/sign-in/", {"email": person.user.email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/partners/")
        assert client.cookies[COOKIE]["httponly"]
        assert client.get("/partners/").status_code == 200
        client.post("/partners/sign-out/")
        client.cookies[COOKIE] = answer.cookies[COOKIE].value
        assert client.get("/partners/").status_code == 302

    def test_keeps_staff_out_of_the_portal(self) -> None:
        staff = staff_client("kim")
        user = staff.get("/today/").wsgi_request.user
        user.set_password(PASSWORD)
        user.save()
        assert staff.get("/partners/")["Location"].startswith("/partners/sign-in/")
        answer = Client().post("/partners/sign-in/", {"email": user.email, "password": PASSWORD})
        assert answer.status_code == 422

    def test_keeps_partners_out_of_the_house(self) -> None:
        person = person_of(new_partner())
        client = Client()
        client.post("/auth/login/", {"login": person.user.email, "password": PASSWORD})
        assert client.get("/today/").status_code == 302
        client.force_login(person.user, backend="salesops.users.services.sign_in.ThrottledBackend")
        assert client.get("/today/")["Location"].startswith("/auth/login/")
        assert client.get("/api/v1/opportunities/").status_code == 401

    def test_closes_at_once_when_a_persons_way_in_is_closed(self) -> None:
        now = timezone.now()
        person = person_of(new_partner(now=now), now=now)
        client = portal_client(person, now)
        assert client.get("/partners/").status_code == 200
        post(staff_client("theo"), f"/introductions/partners/{person.partner_id}/people/{person.pk}/end/")
        assert client.get("/partners/").status_code == 302

    @pytest.mark.parametrize(
        "next_path", ["//evil.example/partners/", "https://evil.example/", "/today/", "/partners/../today/"]
    )
    def test_leads_nowhere_else(self, next_path: str) -> None:
        now = timezone.now()
        person = person_of(new_partner(now=now), now=now)
        data = {"email": person.user.email, "password": PASSWORD, "next": next_path}
        assert Client().post("/partners/sign-in/", data)["Location"] in ("/partners/", "/partners/../today/")


class TestWithoutAnAgreement:
    def test_only_the_way_to_a_new_one_is_shown(self) -> None:
        now = timezone.now()
        partner = new_partner(now=now)
        client = portal_client(person_of(partner, now=now), now)
        act_as("grace")
        post(client, "/partners/introductions/new/", **answers(now))
        sent = Introduction.objects.get()
        partner.nda_to = now.date().replace(year=now.year - 1)
        partner.nda_from = partner.nda_to
        partner.save()
        pages = ("/partners/", "/partners/introductions/new/", f"/partners/introductions/{sent.receipt}/")
        for path in pages:
            shown = client.get(path).content.decode()
            assert "Ask for a new agreement" in shown
            assert sent.company not in shown
        answer = client.post(f"/partners/introductions/{sent.receipt}/details/", {"known_how": "School"})
        assert answer.status_code == 403
        assert "non-disclosure agreement is missing or has expired" in answer.content.decode()
        assert "Asked." in post(client, "/partners/renew/").content.decode()
