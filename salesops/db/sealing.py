"""Secrets that must be read again are sealed with the application's key before they are stored (reliability §8.1)."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from salesops.core.errors import Conflict

# What every sealed text begins with: the version byte of Fernet and the first zeros of its time.
MARK = "gAAAA"


def seal(purpose: str, text: str) -> str:
    """This function will seal a secret; what is sealed for one purpose does not open for another."""
    return _key(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str:
    """This function will open a sealed secret; former keys of a rotation still open it.

    Raises: Conflict where no key known here sealed it.
    """
    try:
        return _key(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Conflict(
            "sealed",
            f"This {purpose} was sealed with a key that is not known here any more.",
            next_action="Ask the people who run this server to set SECRET_KEY_FALLBACKS to the former key.",
        ) from error


def _key(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_digest(purpose, key))) for key in keys])


def _digest(purpose: str, key: str) -> bytes:
    # A purpose of its own: what signs sessions opens nothing here.
    return hashlib.sha256(f"salesops {purpose}:{key}".encode()).digest()
