"""Signing in as a person does it: a password and a code from an app; a passkey of a device; and its removal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from playwright.sync_api import Page, expect

from salesops.users.models import User
from tests.browser.conftest import THEMES
from tests.cast import PASSWORD, with_password
from tests.users.web.totp import code_of

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def person(transactional_db: None) -> User:
    return with_password("elena")


def sign_in(page: Page, person: User) -> None:
    """Type address and password."""
    page.goto("/auth/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    """Answer the page that asks again who it is."""
    expect(page.get_by_role("heading", name="Confirm it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def with_authenticator(page: Page) -> tuple[Any, str]:
    """Give the browser a device that holds passkeys and says yes; return its session and its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_the_authenticator_app_from_scan_to_switching_off(
    open_page: Open, axe: Callable[[Page], list[str]], person: User, size: str, theme: str
) -> None:
    page = open_page("/auth/login/", person=None, size=size, theme=theme)
    sign_in(page, person)
    page.goto("/settings/profile/")
    page.get_by_role("link", name="Two-factor and passkeys").click()
    page.get_by_role("link", name="Set up the app").click()
    confirm(page)
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    assert page.locator("img.qr").evaluate("i => i.naturalWidth") > 0
    assert axe(page) == []
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Code from the app").fill(code_of(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert axe(page) == []
    spare = page.locator("#recovery_codes").inner_text().split()[0]

    page.goto("/auth/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    sign_in(page, person)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Code").fill("0000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today/")

    page.goto("/auth/2fa/totp/deactivate/")
    if "/reauthenticate/" in page.url:
        confirm(page)
    assert axe(page) == []
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_role("link", name="Set up the app")).to_be_visible()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(("size", "theme"), [("desktop", "light"), ("phone", "dark")])
def test_a_passkey_from_making_to_removing(
    open_page: Open, axe: Callable[[Page], list[str]], person: User, size: str, theme: str
) -> None:
    page = open_page("/auth/login/", person=None, size=size, theme=theme)
    device, device_id = with_authenticator(page)
    sign_in(page, person)
    page.goto("/auth/2fa/webauthn/add/")
    confirm(page)
    assert axe(page) == []
    page.get_by_label("Name of the key").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert len(device.send("WebAuthn.getCredentials", {"authenticatorId": device_id})["credentials"]) == 1
    page.goto("/auth/2fa/webauthn/")
    expect(page.get_by_text("Work laptop")).to_be_visible()
    assert axe(page) == []

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto("/auth/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/today/")

    page.goto("/auth/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    if "/reauthenticate/" in page.url:
        confirm(page)
    assert axe(page) == []
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkey yet")).to_be_visible()
    assert not Authenticator.objects.exists()

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto("/auth/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    assert page.goto("/today/").url.endswith("/auth/login/?next=/today/")


def test_a_passkey_of_a_disabled_person_lets_nobody_in(open_page: Open, person: User) -> None:
    page = open_page("/auth/login/", person=None)
    with_authenticator(page)
    sign_in(page, person)
    page.goto("/auth/2fa/webauthn/add/")
    confirm(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    User.objects.filter(pk=person.pk).update(is_active=False)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto("/auth/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="This account is closed")).to_be_visible()


def test_a_key_without_its_own_sign_in_is_a_second_factor(open_page: Open, person: User) -> None:
    page = open_page("/auth/login/", person=None)
    with_authenticator(page)
    sign_in(page, person)
    page.goto("/auth/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Sign in with this key alone").uncheck()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in(page, person)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/today/")


def test_a_cancelled_passkey_says_what_to_do(open_page: Open, complaints: list[str], person: User) -> None:
    page = open_page("/auth/login/", person=None)
    device, device_id = with_authenticator(page)
    device.send("WebAuthn.setUserVerified", {"authenticatorId": device_id, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    assert page.url.endswith("/auth/login/")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_pages_before_a_sign_in_are_accessible(
    open_page: Open, axe: Callable[[Page], list[str]], transactional_db: None, size: str, theme: str
) -> None:
    page = open_page("/auth/login/", person=None, size=size, theme=theme)
    for path in ("login/", "password/reset/", "password/reset/done/", "password/reset/key/1-2/", "signup/",
                 "inactive/", "3rdparty/login/cancelled/", "3rdparty/login/error/"):  # fmt: skip
        page.goto(f"/auth/{path}")
        expect(page.locator("h1")).to_have_count(1)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_secret_is_in_the_picture(open_page: Open, person: User) -> None:
    page = open_page("/auth/login/", person=None)
    sign_in(page, person)
    page.goto("/auth/2fa/totp/activate/")
    confirm(page)
    address = urlsplit(page.locator("img.qr").get_attribute("data-address") or "")
    assert parse_qs(address.query)["secret"] == [page.locator("#authenticator_secret").input_value()]
