"""Every address needs a sign-in unless it is on this list, and answers a stranger with nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# The anonymous surface (reliability P22). Whoever adds a line here explains it in review.
OPEN = {
    "healthz", "readyz",
    "metrics",  # for a collector that knows the token; 404 for everybody else
    "auth/login/", "auth/logout/", "auth/signup/", "auth/inactive/", "auth/reauthenticate/",
    "auth/password/reset/", "auth/password/reset/done/", "auth/password/reset/key/1-2/",
    "auth/password/reset/key/done/", "auth/confirm-email/", "auth/confirm-email/1/",
    "auth/2fa/authenticate/", "auth/2fa/webauthn/login/",
    "auth/3rdparty/login/cancelled/", "auth/3rdparty/login/error/", "auth/3rdparty/signup/",
    "preferences/",  # light or dark: a stranger's own cookie
    "auth/oidc/x/login/", "auth/oidc/x/login/callback/",
    "admin/login/",
    "partners/sign-in/",  # the partner portal's own door: guesses are counted, no session of the house opens by it
    "refer/x/",  # a partner's referrer introduces: the secret in the address is the authority, tries and uses are counted
    "sign/x/",  # the champion signs a success plan: the secret in the address is the authority, its tries are counted
    "enquire/",  # anybody may ask us something: its tries are counted, what it answers says nothing of whom we know
    "unsubscribe/x/",  # the link in a digest: signed for this alone, acts on POST only, ends with the next change
    "calendar/x/salesops.ics",  # a calendar program reads days: the secret in the address is the authority, tries counted
}  # fmt: skip
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22", "path": "x"}
SIGN_IN = ("/auth/login/", "/admin/login/", "/partners/sign-in/")


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Go through every address of the URL conf, with a sample in the place of each argument."""
    for each in patterns:
        text = prefix + sample(each)
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, text)
        else:
            yield text


def first_choice(expression: str) -> str:
    """Return something that a group of a regular expression takes."""
    if "|" in expression:
        return expression.split("|")[0]
    return "1" if expression.startswith("[0-9") or expression == "[-:\\w]+" else "2" if expression == ".+" else "x"


def sample(each: URLPattern | URLResolver) -> str:
    """Return a pattern with samples for its arguments."""
    text = str(each.pattern)
    for argument, converter in getattr(each.pattern, "converters", {}).items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        text = text.replace(f"<{kind}:{argument}>", SAMPLES.get(kind, "x")).replace(f"<{argument}>", SAMPLES["str"])
    if text.startswith("^") or "(?P<" in text:
        text = re.sub(r"\(\?P<\w+>([^()]*)\)", lambda found: first_choice(found[1]), text).strip("^$")
    return text


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))


def test_there_are_addresses_and_each_could_be_written_out() -> None:
    assert len(ADDRESSES) > 40
    assert [a for a in ADDRESSES if any(sign in a for sign in "<>^(?")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [a for a in ADDRESSES if a not in OPEN])
def test_a_stranger_is_sent_to_sign_in_or_refused(address: str, method: str) -> None:
    answer = getattr(Client(), method)(f"/{address}")
    if answer.status_code == 302:
        assert answer["Location"].startswith(SIGN_IN)
    else:
        assert answer.status_code in {401, 403, 404, 405}
        assert method == "get" or answer.status_code != 404 or address.endswith("x")


def test_the_open_list_names_only_what_exists() -> None:
    assert sorted(set(OPEN) - set(ADDRESSES)) == []
