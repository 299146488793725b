"""Nobody signs up: people are taken on by sales operations, and single sign-on only finds who is known."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The sign-in pages without a sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This function will say no (reliability P22: the anonymous surface is a closed list)."""
        return False


class ClosedSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for people who are known by their e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """This function will say no: an unknown person has no roles and no business here."""
        return False
