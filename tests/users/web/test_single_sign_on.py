"""Single sign-on against a provider that really answers; each check is broken once on purpose."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client

from salesops.audit.models import AuditEntry
from salesops.env import read_environment, single_sign_on
from salesops.users.models import User
from salesops.users.services.disable_person import disable_person
from salesops.users.services.id_token import BadToken, read_id_token
from tests.cast import NOW, PASSWORD, act_as, hire, with_password
from tests.users.web.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Provider]:
    """A provider that answers, named by the variables docs/howto/deploy.md documents."""
    running = Provider()
    monkeypatch.setenv("OIDC_NAME", "Halden ID")
    monkeypatch.setenv("OIDC_SERVER_URL", running.address)
    monkeypatch.setenv("OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("OIDC_CLIENT_SECRET", CLIENT_SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": single_sign_on(read_environment().oidc)}
    yield running
    running.close()


def leave(client: Client, query: str = "") -> dict[str, str]:
    """Press the button of the sign-in page; return what the provider is asked with."""
    page = client.post(f"/auth/oidc/oidc/login/{query}")
    address = re.search(r'<a[^>]+href="([^"]+/authorize\?[^"]+)"', page.content.decode())
    assert address is not None, page.content
    return dict(parse_qsl(urlsplit(unescape(address[1])).query))


def come_back(client: Client, provider: Provider, asked: dict[str, str], **changed: str) -> HttpResponse:
    """Return from the provider with a code and the state."""
    query = {"code": provider.authorize(asked), "state": asked["state"], **changed}
    return client.get("/auth/oidc/oidc/login/callback/", query)


def sign_in(provider: Provider) -> tuple[Client, HttpResponse]:
    """Go there and come back."""
    client = Client()
    return client, come_back(client, provider, leave(client))


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/profile/").status_code == 200


class TestTheRightPerson:
    def test_is_found_by_the_verified_address_and_linked(self, provider: Provider) -> None:
        elena = hire("elena")
        provider.claims["email"] = "Elena@Halden.TEST"
        client, answer = sign_in(provider)
        assert answer["Location"] == "/"
        assert "Elena Petrova" in client.get("/settings/profile/").content.decode()
        link = SocialAccount.objects.get()
        assert (link.user, link.uid) == (elena, "u-17")
        assert AuditEntry.objects.filter(action="person.sign_on_linked.v1", subject_id=elena.pk).count() == 1

    def test_is_found_by_the_providers_own_id_from_then_on(self, provider: Provider) -> None:
        hire("elena")
        hire("arjun")
        sign_in(provider)
        provider.claims["email"] = "arjun@halden.test"
        client, _ = sign_in(provider)
        assert "Elena Petrova" in client.get("/settings/profile/").content.decode()
        assert SocialAccount.objects.count() == 1

    def test_keeps_the_password(self, provider: Provider) -> None:
        elena = with_password("elena")
        sign_in(provider)
        elena.refresh_from_db()
        assert elena.check_password(PASSWORD)

    def test_may_be_named_by_the_userinfo_alone(self, provider: Provider) -> None:
        hire("elena")
        provider.userinfo = {**provider.claims, "email_verified": True}
        provider.claims = {"sub": "u-17"}
        assert is_signed_in(sign_in(provider)[0])
        assert "/userinfo" in provider.asked

    def test_is_led_on_to_the_page_asked_for_and_nowhere_else(self, provider: Provider) -> None:
        hire("elena")
        for wanted, got in (("/settings/keys/", "/settings/keys/"), ("https://evil.test/", "/")):
            client = Client()
            assert come_back(client, provider, leave(client, f"?next={wanted}"))["Location"] == got

    def test_is_asked_for_the_second_factor_too(self, provider: Provider) -> None:
        elena = hire("elena")
        elena.authenticator_set.create(type="totp", data={"secret": "sealed"})
        client, answer = sign_in(provider)
        assert answer["Location"] == "/auth/2fa/authenticate/"
        assert not is_signed_in(client)


class TestTheWrongPerson:
    @pytest.mark.parametrize(
        ("claims", "sentence"),
        [
            ({"email": "nobody@halden.test"}, "Nobody with the address nobody@halden.test works here."),
            ({"email_verified": False}, "did not say that your e-mail address is verified"),
            ({"email_verified": None}, "did not say that your e-mail address is verified"),
            ({"email_verified": "false"}, "did not say that your e-mail address is verified"),
            ({"email_verified": 1.5}, "did not say that your e-mail address is verified"),
            ({"email": "", "email_verified": True}, "did not say that your e-mail address is verified"),
        ],
    )
    def test_is_refused_with_a_sentence(self, provider: Provider, claims: dict[str, Any], sentence: str) -> None:
        hire("elena")
        provider.claims |= claims
        client, answer = sign_in(provider)
        assert (answer.status_code, sentence in unescape(answer.content.decode())) == (403, True)
        assert not is_signed_in(client)
        assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)

    @pytest.mark.parametrize("linked", [True, False])
    def test_who_was_disabled_stays_out(self, provider: Provider, linked: bool) -> None:
        elena = hire("elena")
        if linked:
            sign_in(provider)
        disable_person(actor=act_as("kim"), now=NOW, user_id=elena.pk)
        assert not is_signed_in(sign_in(provider)[0])
        assert SocialAccount.objects.count() == linked

    def test_cannot_link_an_identity_to_the_account_they_sit_in(self, provider: Provider) -> None:
        hire("elena")
        client, _ = sign_in(provider)
        assert client.post("/auth/oidc/oidc/login/?process=connect").status_code == 403


class TestTheWayBack:
    def test_is_refused_with_another_state(self, provider: Provider) -> None:
        hire("elena")
        client = Client()
        answer = come_back(client, provider, leave(client), state="of somebody else")
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    def test_is_refused_in_another_browser(self, provider: Provider) -> None:
        hire("elena")
        other = Client()
        answer = come_back(other, provider, leave(Client()))
        assert (answer.status_code, is_signed_in(other)) == (401, False)

    def test_is_taken_once(self, provider: Provider) -> None:
        hire("elena")
        client = Client()
        asked = leave(client)
        come_back(client, provider, asked)
        client.post("/auth/logout/")
        assert come_back(client, provider, asked).status_code == 401
        assert not is_signed_in(client)

    @pytest.mark.parametrize("nonce", ["another", None, ""])
    def test_is_refused_with_another_nonce(self, provider: Provider, nonce: str | None) -> None:
        hire("elena")
        provider.claims["nonce"] = nonce
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://elsewhere.test"},
            {"aud": "another client"},
            {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
            {"exp": int(time.time()) - 3600},
            {"exp": None},
            {"sub": None},
        ],
    )
    def test_is_refused_with_a_token_made_for_something_else(self, provider: Provider, claims: dict) -> None:
        hire("elena")
        provider.claims |= claims
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    def test_is_refused_with_a_token_somebody_else_signed(self, provider: Provider) -> None:
        hire("elena")
        provider.sign_with = new_key()
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    @pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", CLIENT_SECRET * 2)])
    def test_is_refused_with_a_token_nobody_signed(self, provider: Provider, algorithm: str, key: Any) -> None:
        hire("elena")
        provider.algorithm, provider.sign_with = algorithm, key
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    def test_looks_at_no_algorithm_that_shares_its_secret(self, provider: Provider) -> None:
        text = jwt.encode({"sub": "u-17"}, CLIENT_SECRET * 2, algorithm="HS256", headers=provider.headers)
        known = {"keys": provider.keys(), "issuer": provider.address, "client_id": CLIENT_ID, "nonce": "n"}
        with pytest.raises(BadToken, match="algorithm 'HS256'"):
            read_id_token(text=text, **known)

    def test_is_refused_with_an_unknown_key(self, provider: Provider) -> None:
        hire("elena")
        provider.headers = {"kid": "key-2"}
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    def test_is_refused_when_the_userinfo_is_about_somebody_else(self, provider: Provider) -> None:
        hire("elena")
        provider.userinfo = {"sub": "u-18", "email": "elena@halden.test", "email_verified": True}
        provider.claims = {"sub": "u-17"}
        client, answer = sign_in(provider)
        assert (answer.status_code, is_signed_in(client)) == (401, False)

    def test_says_so_when_the_person_changed_their_mind(self, provider: Provider) -> None:
        client = Client()
        asked = leave(client)
        query = {"error": "access_denied", "state": asked["state"]}
        answer = client.get("/auth/oidc/oidc/login/callback/", query, follow=True)
        assert "You were not signed in" in answer.content.decode()


class TestTheWayThere:
    def test_carries_state_nonce_and_pkce(self, provider: Provider) -> None:
        asked = leave(Client())
        assert {"state", "nonce", "code_challenge", "redirect_uri"} <= set(asked)
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT_ID, "S256")
        assert set(asked["scope"].split()) == {"openid", "profile", "email"}

    def test_takes_no_parameters_from_the_address(self, provider: Provider) -> None:
        asked = leave(Client(), "?auth_params=redirect_uri%3Dhttps://evil.test&scope=everything")
        assert asked["redirect_uri"] == "http://testserver/auth/oidc/oidc/login/callback/"
        assert "everything" not in asked["scope"]

    def test_answers_with_a_page_when_the_provider_does_not(self, provider: Provider) -> None:
        provider.close()
        answer = Client().post("/auth/oidc/oidc/login/")
        assert (answer.status_code, "could not be reached" in answer.content.decode()) == (401, True)

    def test_refuses_a_provider_that_says_it_is_another(self, provider: Provider) -> None:
        provider.config["issuer"] = "https://elsewhere.test"
        assert Client().post("/auth/oidc/oidc/login/").status_code == 401

    def test_is_offered_on_the_sign_in_page_only_when_configured(self, provider: Provider, settings: Any) -> None:
        assert "Halden ID" in Client().get("/auth/login/").content.decode()
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": single_sign_on(dict.fromkeys(read_environment().oidc, ""))
        }
        assert "Halden ID" not in Client().get("/auth/login/").content.decode()
        assert Client().post("/auth/oidc/oidc/login/").status_code == 404
        assert Client().get("/auth/oidc/oidc/login/callback/").status_code == 404
