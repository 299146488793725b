"""What the sign-in library asks the house.

Nobody signs up: people are taken on by sales operations, and single sign-on only finds who is known.
"""

from __future__ import annotations

import logging
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from salesops.users.services.link_sign_on import link_sign_on
from salesops.web.client_address import client_address

_log = logging.getLogger("salesops.sign_in")


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The sign-in pages without a sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This function will say no (reliability P22: the anonymous surface is a closed list)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """This function will return the address every counter uses; `::` where there is none, as behind a socket."""
        try:
            return str(ip_address(client_address(request)))
        except ValueError:
            return "::"


class ClosedSocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on for people who are known by their e-mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """This function will say no: an unknown person has no roles and no business here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """This function will link an identity seen for the first time to the person who has its e-mail.

        Raises: Refused where the identity has no verified address, or nobody here has that address.
        """
        if not sociallogin.is_existing:
            verified = [each.email for each in sociallogin.email_addresses if each.verified]
            with transaction.atomic():
                person = link_sign_on(addresses=verified, subject_id=sociallogin.account.uid, now=timezone.now())
                sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **facts: Any) -> None:
        """This function will log why a sign-in elsewhere failed; the person only learns that it did."""
        _log.warning("single sign-on failed: %s", facts.get("exception") or facts.get("error"))
