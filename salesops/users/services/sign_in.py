"""Check a password, after counting the guess: every door that takes one comes through here."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from salesops.users.domain.sign_in import sign_in_buckets
from salesops.users.models import RoleGrant, User
from salesops.users.services.guess import count_guess, guess_was_right
from salesops.web.client_address import client_address

_OF_A_PARTNER = Exists(RoleGrant.objects.filter(user=OuterRef("pk"), role="partner_rep"))


class ThrottledBackend(AuthenticationBackend):  # type: ignore[misc]
    """The only authentication backend: sign-in page, admin, and asking again all call it.

    A partner's people are outside the company (domain §1.1): no session opens the house to them, however it was made.
    """

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

    def user_can_authenticate(self, user: User) -> bool:
        """This function will say whether the person may come in by this door."""
        return user.is_active and self._admitted().filter(pk=user.pk).exists()

    def get_user(self, user_id: int) -> User | None:
        """This function will return the person of a session, read in one statement; None who may not come in."""
        return self._admitted().filter(pk=user_id, is_active=True).first()

    def _admitted(self) -> QuerySet[User]:
        return User.objects.filter(~_OF_A_PARTNER)


class PartnerBackend(ThrottledBackend):
    """The door of the partner portal, for partners' people only; it is no backend of staff sessions (ADR 0601)."""

    def _admitted(self) -> QuerySet[User]:
        return User.objects.filter(_OF_A_PARTNER)
