"""How second factors are kept: what a stolen database would otherwise reveal is sealed (reliability §8.1)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from salesops.db.sealing import seal, unseal

PURPOSE = "second factor"


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of authenticator apps and recovery codes with the application's key."""

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002
        """This function will name a passkey whose person gave it no name."""
        have = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {have + 1}" if have else "Passkey"

    def encrypt(self, text: str) -> str:
        """This function will seal a secret before it is stored."""
        return seal(PURPOSE, text)

    def decrypt(self, encrypted_text: str) -> str:
        """This function will open a sealed secret. Raises: Conflict where no key known here sealed it."""
        return unseal(PURPOSE, encrypted_text)
