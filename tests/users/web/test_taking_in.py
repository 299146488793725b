"""A person is taken in by mail, and loses every way in at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from salesops.users.models import ApiKey, RoleGrant, User
from tests.cast import Cast, key_for

pytestmark = pytest.mark.django_db

FORM = {"name": "Nora Lien", "email": "nora.lien@halden.test", "role": "ae", "region": "", "time_zone": "Europe/Oslo"}
PASSWORD = "a long walk along the fjord"


class TestTakingIn:
    @pytest.mark.django_db(transaction=True)
    def test_ends_with_the_new_person_signed_in(self, cast: Cast, as_person: Any) -> None:
        assert as_person("kim").post("/settings/people/new/", FORM).status_code == 302
        person = User.objects.get(email=FORM["email"])
        assert (person.has_usable_password(), [grant.role for grant in person.role_grants.all()]) == (False, ["ae"])
        (letter,) = mail.outbox
        assert letter.to == [FORM["email"]]
        found = re.search(r"https?://[^/]+(/auth/password/reset/key/\S+)", str(letter.body))
        assert found is not None
        browser = Client()
        form = browser.get(found.group(1), follow=True)
        set_there = form.redirect_chain[-1][0]
        browser.post(set_there, {"password1": PASSWORD, "password2": PASSWORD})
        signed = browser.post("/auth/login/", {"login": FORM["email"], "password": PASSWORD}, follow=True)
        assert signed.context["request"].user == person

    @pytest.mark.parametrize(
        ("field", "value"), [("email", "elena"), ("email", "no address"), ("role", "king"), ("role", "regional_vp")]
    )
    def test_takes_in_whole_or_not_at_all(self, cast: Cast, as_person: Any, field: str, value: str) -> None:
        given = cast.user("elena").email if value == "elena" else value
        kim = as_person("kim")
        count = User.objects.count()
        assert kim.post("/settings/people/new/", FORM | {field: given}).status_code == 422
        assert User.objects.count() == count
        assert not mail.outbox

    def test_is_for_sales_operations(self, cast: Cast, elena: Client) -> None:
        assert elena.post("/settings/people/new/", FORM).status_code == 403
        assert "/settings/people/new/" not in elena.get("/settings/people/").content.decode()


class TestEndingAccess:
    def test_closes_session_key_and_roles(self, cast: Cast, elena: Client, as_person: Any) -> None:
        key_for("elena", "deal:read")
        where = f"/settings/people/{cast.user('elena').pk}/"
        kim = as_person("kim")
        assert f"{where}disable/" in kim.get(where).content.decode()
        assert kim.post(f"{where}disable/").status_code == 302
        assert elena.get("/today/").status_code == 302
        assert not ApiKey.objects.filter(revoked=False).exists()
        assert not RoleGrant.objects.filter(user=cast.user("elena")).exists()

    def test_is_not_for_oneself_nor_for_others(self, cast: Cast, elena: Client, as_person: Any) -> None:
        kim = as_person("kim")
        assert kim.post(f"/settings/people/{cast.user('kim').pk}/disable/").status_code == 409
        assert elena.post(f"/settings/people/{cast.user('arjun').pk}/disable/").status_code == 403
