"""The authenticator app from the first scan to the last code, through the pages, with a clock that is moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv6Address
from uuid import uuid4

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from salesops.users.domain.sign_in import MOST_PER_ACCOUNT_AND_ADDRESS
from salesops.users.models import User
from tests.cast import PASSWORD, with_password
from tests.users.web.totp import STEP_SECONDS, code_of, wrong_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    """The time of day, which only a test moves: a code lives for half a minute."""
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC), tick=False) as moved:
        yield moved


@pytest.fixture
def person() -> User:
    return with_password("elena")


def sign_in(person: User) -> tuple[Client, HttpResponse]:
    """Type address and password on the sign-in page, from an address of its own."""
    client = Client(REMOTE_ADDR=str(IPv6Address(uuid4().int)))
    return client, client.post("/auth/login/", {"login": person.email, "password": PASSWORD})


def confirm(client: Client, answer: HttpResponse) -> HttpResponse:
    """Answer the page that asks again who it is, and follow to what was asked for."""
    assert answer.status_code == 302 and "/reauthenticate/" in answer["Location"], answer
    return client.post(answer["Location"], {"password": PASSWORD}, follow=True)


def enrol(client: Client) -> tuple[str, HttpResponse]:
    """Scan the secret and type the first code; return the secret and the page that follows."""
    page = confirm(client, client.get("/auth/2fa/totp/activate/"))
    secret = page.context["form"].secret
    return secret, client.post("/auth/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)


def recovery_codes(client: Client) -> list[str]:
    return client.get("/auth/2fa/recovery-codes/").context["unused_codes"]


class TestEnrolling:
    def test_asks_for_the_password_then_shows_the_secret_as_text_and_picture(self, person: User) -> None:
        client, _ = sign_in(person)
        page = confirm(client, client.get("/auth/2fa/totp/activate/"))
        text = page.content.decode()
        assert re.fullmatch(r"[A-Z2-7]{32}", page.context["form"].secret)
        assert page.context["form"].secret in text
        assert 'src="data:image/svg+xml;base64,' in text
        assert page.context["totp_url"].startswith("otpauth://totp/elena%40halden.test?secret=")

    def test_takes_the_right_code_and_shows_the_recovery_codes(self, person: User) -> None:
        client, _ = sign_in(person)
        _, page = enrol(client)
        assert page.request["PATH_INFO"] == "/auth/2fa/recovery-codes/"
        assert len(page.context["unused_codes"]) == 10

    def test_refuses_a_wrong_code_and_stores_nothing(self, person: User) -> None:
        client, _ = sign_in(person)
        page = confirm(client, client.get("/auth/2fa/totp/activate/"))
        answer = client.post("/auth/2fa/totp/activate/", {"code": wrong_code(page.context["form"].secret)})
        assert "Incorrect code" in answer.content.decode()
        assert not Authenticator.objects.exists()

    def test_is_possible_after_a_password_reset_was_asked_for(self, person: User) -> None:
        Client(REMOTE_ADDR=uuid4().hex).post("/auth/password/reset/", {"email": person.email})
        client, _ = sign_in(person)
        enrol(client)
        assert Authenticator.objects.filter(user=person, type="totp").exists()

    def test_leaves_no_secret_in_clear_in_the_database(self, person: User) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM mfa_authenticator")
            stored = "".join(row[0] for row in cursor.fetchall())
        assert secret not in stored
        assert not re.search(r'"seed": "[0-9a-f]{80}"', stored)

    def test_survives_a_change_of_the_secret_key(self, person: User, settings, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 6, [settings.SECRET_KEY]
        clock.shift(STEP_SECONDS)
        again, _ = sign_in(person)
        assert again.post("/auth/2fa/authenticate/", {"code": code_of(secret)})["Location"] == "/"


class TestSigningIn:
    def test_asks_for_the_code_and_lets_nobody_in_before(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        client.post("/auth/logout/")
        clock.shift(STEP_SECONDS)
        again, answer = sign_in(person)
        assert answer["Location"] == "/auth/2fa/authenticate/"
        assert again.get("/settings/profile/").status_code == 302
        assert again.post("/auth/2fa/authenticate/", {"code": wrong_code(secret)}).status_code == 200
        assert again.get("/settings/profile/").status_code == 302
        assert again.post("/auth/2fa/authenticate/", {"code": code_of(secret)})["Location"] == "/"
        assert again.get("/settings/profile/").status_code == 200

    def test_refuses_a_code_that_was_used(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        clock.shift(STEP_SECONDS)
        code = code_of(secret)
        first, _ = sign_in(person)
        assert first.post("/auth/2fa/authenticate/", {"code": code}).status_code == 302
        second, _ = sign_in(person)
        assert "Incorrect code" in second.post("/auth/2fa/authenticate/", {"code": code}).content.decode()

    def test_refuses_the_code_of_the_enrolment_a_second_time(self, person: User) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        again, _ = sign_in(person)
        assert "Incorrect code" in again.post("/auth/2fa/authenticate/", {"code": code_of(secret)}).content.decode()

    def test_refuses_an_old_code(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        clock.shift(STEP_SECONDS)
        old = code_of(secret)
        clock.shift(3 * STEP_SECONDS)
        again, _ = sign_in(person)
        assert "Incorrect code" in again.post("/auth/2fa/authenticate/", {"code": old}).content.decode()

    def test_stops_looking_after_ten_guesses(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        clock.shift(STEP_SECONDS)
        again, _ = sign_in(person)
        for _ in range(MOST_PER_ACCOUNT_AND_ADDRESS):
            assert again.post("/auth/2fa/authenticate/", {"code": wrong_code(secret)}).status_code == 200
        refused = again.post("/auth/2fa/authenticate/", {"code": code_of(secret)})
        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
        assert again.get("/settings/profile/").status_code == 302


class TestRecoveryCodes:
    def test_work_once_each(self, person: User) -> None:
        client, _ = sign_in(person)
        _, page = enrol(client)
        one, other = page.context["unused_codes"][:2]
        for code, lets_in in ((one, True), (one, False), (other, True)):
            again, _ = sign_in(person)
            answer = again.post("/auth/2fa/authenticate/", {"code": code})
            assert (answer.status_code == 302) == lets_in
        assert len(recovery_codes(client)) == 8

    def test_are_replaced_by_new_ones(self, person: User) -> None:
        client, _ = sign_in(person)
        _, page = enrol(client)
        old = page.context["unused_codes"]
        client.post("/auth/2fa/recovery-codes/generate/")
        assert set(recovery_codes(client)).isdisjoint(old)
        again, _ = sign_in(person)
        assert again.post("/auth/2fa/authenticate/", {"code": old[0]}).status_code == 200

    def test_are_shown_and_downloaded_only_after_asking_again(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        enrol(client)
        clock.shift(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
        for address in ("/auth/2fa/recovery-codes/", "/auth/2fa/recovery-codes/download/"):
            assert "/reauthenticate/" in client.get(address)["Location"]


class TestSwitchingOff:
    def test_asks_again_who_it_is_and_leaves_nothing(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        enrol(client)
        clock.shift(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1)
        asked = client.post("/auth/2fa/totp/deactivate/")
        assert "/reauthenticate/" in asked["Location"]
        assert Authenticator.objects.filter(type="totp").exists()
        confirm(client, client.get("/auth/2fa/totp/deactivate/"))
        client.post("/auth/2fa/totp/deactivate/")
        assert not Authenticator.objects.exists()
        _, answer = sign_in(person)
        assert answer["Location"] == "/"

    def test_may_be_confirmed_by_a_code_too(self, person: User, clock) -> None:
        client, _ = sign_in(person)
        secret, _ = enrol(client)
        clock.shift(settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + STEP_SECONDS)
        wrong = client.post("/auth/2fa/reauthenticate/", {"code": wrong_code(secret)})
        assert "Incorrect code" in wrong.content.decode()
        client.post("/auth/2fa/reauthenticate/", {"code": code_of(secret)})
        assert client.get("/auth/2fa/totp/deactivate/").status_code == 200


class TestAddresses:
    @pytest.mark.parametrize("peer", ["", "local", "not an address"])
    def test_sign_in_works_behind_a_socket_that_has_none(self, person: User, peer: str) -> None:
        answer = Client(REMOTE_ADDR=peer).post("/auth/login/", {"login": person.email, "password": PASSWORD})
        assert answer["Location"] == "/"

    def test_nobody_changes_their_own_address(self, person: User) -> None:
        client, _ = sign_in(person)
        answer = client.post("/auth/email/", {"action_add": "", "email": "boss@halden.test"})
        assert answer.status_code == 405
        assert client.get("/auth/email/")["Location"] == "/settings/profile/"
