"""Who sent a request, as retries and limits name them."""

from __future__ import annotations

from rest_framework.request import Request


def client_of(request: Request) -> str:
    """This function will name who sent the request, for retries and limits: the key, or the person at the browser."""
    key = getattr(request.auth, "prefix", None)
    return f"key:{key}" if key else f"user:{request.user.pk}"
