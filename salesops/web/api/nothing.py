"""What stands at every API address that is not taken: a problem, never a page."""

from __future__ import annotations

from typing import ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from salesops.web.api.permissions import ANY_KEY
from salesops.web.api.views import ApiView, Scopes


@extend_schema(exclude=True)
class NothingHere(ApiView):
    """Answers 404 as a problem, to signed-in callers; 401 to others."""

    scopes: ClassVar[Scopes] = dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), ANY_KEY)

    def get(self, request: Request, **where: str) -> Response:
        """This function will say that nothing is here.

        Raises: Http404.
        """
        raise Http404

    post = put = patch = delete = get
