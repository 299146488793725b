"""Every answer carries the headers that keep it private and harmless."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import hire


@pytest.fixture
def signed_in() -> Client:
    """A browser in which Elena is signed in."""
    client = Client()
    client.force_login(hire("elena"), backend="salesops.users.services.sign_in.ThrottledBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/today/", "/opportunities/table/", "/opportunities/999999/", "/settings/"])
def test_a_signed_in_page_is_kept_out_of_caches_and_frames(signed_in: Client, path: str) -> None:
    headers = signed_in.get(path, follow=True).headers
    assert "no-store" in headers["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in headers["Vary"].split(",")}
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_the_content_policy_allows_nothing_unsafe(signed_in: Client) -> None:
    policy = signed_in.get("/today/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "unsafe" not in policy
    assert rules["default-src"] == rules["connect-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "http" not in policy
