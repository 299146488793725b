"""How second factors are kept: what a stolen database would otherwise reveal is sealed (reliability §8.1)."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from salesops.core.errors import Conflict


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of authenticator apps and recovery codes with the application's key."""

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002
        """This function will name a passkey whose person gave it no name."""
        have = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {have + 1}" if have else "Passkey"

    def encrypt(self, text: str) -> str:
        """This function will seal a secret before it is stored."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """This function will open a sealed secret; former keys of a rotation still open it.

        Raises: Conflict where no key known here sealed it.
        """
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise Conflict(
                "second_factor_sealed",
                "This second factor was sealed with a key that is not known here any more.",
                next_action="Ask the people who run this server to set SECRET_KEY_FALLBACKS to the former key.",
            ) from error


def _seal() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_digest(key))) for key in keys])


def _digest(key: str) -> bytes:
    # A purpose of its own: what signs sessions does not open this.
    return hashlib.sha256(b"salesops second factor:" + key.encode()).digest()
