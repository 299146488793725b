"""Who may call at all: signed in, and with a key only inside its scopes. Closed by default."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from salesops.core.errors import Refused, TooMany
from salesops.web.api.caller import client_of
from salesops.web.services.count_attempt import Limit, count_freely

ANY_KEY = ""  # what a view writes for a method that every valid key may call
NO_KEY = "-"


class ScopePermission(BasePermission):
    """A person needs to be signed in; a key also needs the scope the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """This function will say whether the caller may come in.

        Raises: Refused where a key lacks the scope.
        """
        if not request.user or not request.user.is_authenticated:
            return False
        held = request._request.actor.scopes  # type: ignore[attr-defined]
        needed = getattr(view, "scopes", {}).get(request.method or "", NO_KEY)
        method_exists = hasattr(view, (request.method or "").lower())
        if held is None or not method_exists or needed in held or needed == ANY_KEY:
            return True
        raise Refused(
            "scope",
            f"This key may not do that: it lacks the scope {needed}." if needed != NO_KEY else "Keys may not do that.",
            next_action="Use a key with the scope." if needed != NO_KEY else "A person does it on the screen.",
        )


class KeyThrottle(BaseThrottle):
    """So many requests a minute for each key or person; lets all through where Valkey is off (P11)."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """This function will count the request.

        Raises: TooMany beyond the limit.
        """
        limit = Limit(settings.API_REQUESTS_PER_MINUTE, 60)
        count = count_freely(f"api:{client_of(request)}", limit)
        if not count.is_allowed:
            raise TooMany(
                "rate_limited",
                "Too many requests with this key.",
                next_action=f"Wait {count.retry_after} s.",
                retry_after=count.retry_after,
            )
        return True
