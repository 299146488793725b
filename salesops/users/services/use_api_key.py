"""Accept a program's key, or count a wrong one."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db.models import Q

from salesops.users.domain.sign_in import key_buckets
from salesops.users.models import ApiKey
from salesops.users.queries import KnownKey, key_by_prefix
from salesops.users.services.guess import count_guess
from salesops.web.services.count_attempt import give_back

NOTE_USE_EVERY = timedelta(minutes=1)
LONGEST_TEXT = 128
PROVEN_SECONDS = 60.0
MOST_PROVEN = 10_000


class _Proven:
    """The digests of keys that this process found right within the last minute."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def holds(self, text: str) -> bool:
        return self._until.get(self._digest(text), 0.0) > time.monotonic()

    def add(self, text: str) -> None:
        if len(self._until) >= MOST_PROVEN:
            self._until.clear()
        self._until[self._digest(text)] = time.monotonic() + PROVEN_SECONDS

    @staticmethod
    def _digest(text: str) -> str:
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


_proven = _Proven()


def use_api_key(*, text: str, address: str, now: datetime) -> KnownKey | None:
    """This function will return the key with its owner and the rights they have now, or None where it opens nothing.

    A guess is counted per address before the key is looked at, and given back where it was right (P23);
    a key this process proved a moment ago is no guess. Whether it still stands is read every time.

    Raises: TooMany.
    """
    is_guess = not _proven.holds(text)
    if is_guess:
        count_guess(key_buckets(address))
    key = _find(text)
    if key is None or not _is_usable(key, address, now):
        return None
    if is_guess:
        give_back(key_buckets(address)[0].key)
        _proven.add(text)
    if key.last_used_at is None or now - key.last_used_at > NOTE_USE_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTE_USE_EVERY)
        ApiKey.objects.filter(stale, pk=key.id).update(last_used_at=now)
    return key


def _find(text: str) -> KnownKey | None:
    if not text.isascii() or not text.isprintable() or len(text) > LONGEST_TEXT:
        return None
    key = key_by_prefix(text.partition(".")[0])
    return key if key is not None and ApiKey.objects.key_generator.verify(text, key.hashed_key) else None


def _is_usable(key: KnownKey, address: str, now: datetime) -> bool:
    if key.revoked or key.expiry_date is None or key.expiry_date <= now:
        return False
    if not key.allowed_networks:
        return True
    try:
        peer = ip_address(address)
    except ValueError:
        return False
    return any(peer in ip_network(network) for network in key.allowed_networks)
