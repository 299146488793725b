"""Check a password, after counting the guess: every door that takes one comes through here."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from salesops.users.domain.sign_in import sign_in_buckets
from salesops.users.services.guess import count_guess, guess_was_right
from salesops.web.client_address import client_address


class ThrottledBackend(AuthenticationBackend):  # type: ignore[misc]
    """The only authentication backend: sign-in page, admin, and asking again all call it."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        """This function will return the active person whose password it is, or None.

        Raises: TooMany once the limit is reached; the password is not looked at then (P23).
        """
        if not credentials.get("password"):
            return None
        account = str(credentials.get("email") or credentials.get("username") or "")
        buckets = sign_in_buckets(account, client_address(request))
        count_guess(buckets)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            guess_was_right(buckets)
        return user
