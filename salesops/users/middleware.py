"""Say who acts: every request of a signed-in person carries an Actor, read when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from salesops.core.actor import Actor
from salesops.users.models import User
from salesops.users.queries import NOBODY, actor_for, workspace


class ActorMiddleware:
    """Sets `request.actor`; the API replaces it where a key signs the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        request.workspace = SimpleLazyObject(workspace)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_for(request.user) if isinstance(request.user, User) else NOBODY
