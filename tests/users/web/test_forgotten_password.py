"""A forgotten password: the same answer for everybody, and no flood of mails (reliability P22, P23)."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from salesops.users.domain.sign_in import MOST_RESETS_PER_ACCOUNT
from salesops.users.models import User

pytestmark = pytest.mark.django_db


def address_of_somebody(*, known: bool = True) -> str:
    """Return an e-mail address nobody has asked for yet: the counters outlive a test."""
    email = f"{uuid4().hex}@halden.test"
    if known:
        User.objects.create(email=email, name="Nora Lien")
    return email


def ask(email: str) -> int:
    """Ask for a new password from a new place; return the status."""
    return Client(REMOTE_ADDR=uuid4().hex).post("/auth/password/reset/", {"email": email}).status_code


def test_is_answered_alike_for_known_and_unknown() -> None:
    assert ask(address_of_somebody()) == ask(address_of_somebody(known=False)) == 302


def test_sends_no_more_than_a_few_mails() -> None:
    for known in (True, False):
        email = address_of_somebody(known=known)
        asked = [ask(email) for _ in range(MOST_RESETS_PER_ACCOUNT + 2)]
        assert asked == [302] * MOST_RESETS_PER_ACCOUNT + [429] * 2
        # Who is not known is told so by mail as well: no difference to see, nor to measure.
        assert len([letter for letter in mail.outbox if letter.to == [email]]) == MOST_RESETS_PER_ACCOUNT
    assert ask(address_of_somebody()) == 302
