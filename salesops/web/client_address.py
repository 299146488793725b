"""Where a request comes from: the peer, or what the one trusted proxy says."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest | None) -> str:
    """This function will return the client's address; a forwarded one counts only behind the trusted proxy."""
    if request is None:
        return "local"
    peer = request.META.get("REMOTE_ADDR") or "local"
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.ENVIRONMENT.trusted_proxy and forwarded:
        return str(forwarded.rpartition(",")[2].strip()[:64])
    return str(peer)
