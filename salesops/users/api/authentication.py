"""Bearer keys: who a program is, and in whose name it acts (interface §3)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from salesops.users.models import User
from salesops.users.queries import KnownKey
from salesops.users.services.use_api_key import use_api_key
from salesops.web.client_address import client_address


class BearerKeyAuthentication(BaseAuthentication):
    """Reads `Authorization: Bearer <key>` and puts the key's owner behind the request, with the key's scopes."""

    def authenticate(self, request: Request) -> tuple[User, KnownKey] | None:
        """This function will accept the key, or leave the request to the session.

        Raises: AuthenticationFailed for a key that opens nothing; TooMany after too many of them.
        """
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        used = use_api_key(text=text.strip(), address=client_address(request._request), now=timezone.now())
        if used is None:
            raise AuthenticationFailed("This key is unknown, ended, or not allowed from this address.")
        request._request.actor = used.actor  # type: ignore[attr-defined]
        return used.owner, used

    def authenticate_header(self, request: Request) -> str:
        """This function will return the challenge of a 401."""
        return 'Bearer realm="salesops"'


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the schema how a key is sent."""

    target_class = BearerKeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """This function will return the scheme."""
        return {"type": "http", "scheme": "bearer", "description": "A key made under Settings, API keys."}
