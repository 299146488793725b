"""The base of every REST view: who, which scope, one answer per retry, versions, problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from salesops.core.actor import Actor
from salesops.web.api.bodies import StrictBody
from salesops.web.api.caller import client_of
from salesops.web.api.listing import Listing, filtered, paged
from salesops.web.api.presenting import Presenter
from salesops.web.api.versions import etag, is_unchanged
from salesops.web.services.answer_once import Answer, answer_once, hash_request

Scopes = Mapping[str, str]
Bodies = Mapping[str, type[StrictBody]]
Answers = Mapping[str, type[serializers.Serializer[Any]]]


class ApiView(APIView):
    """One address. `scopes` names, for each method, what a key must hold; a method without one is closed to keys.

    `bodies` names, for each method, what reads the body; `presenter` shows the record, or `answers` names what a
    method answers instead.
    """

    scopes: ClassVar[Scopes] = {}
    bodies: ClassVar[Bodies] = {}
    answers: ClassVar[Answers] = {}
    presenter: ClassVar[Presenter]
    answer_type: ClassVar[str] = "application/json"
    needs_version: ClassVar[frozenset[str]] = frozenset()
    created_methods: ClassVar[frozenset[str]] = frozenset({"POST"})
    # Fields of an answer that are secrets: the answer kept for a retry has null there.
    told_once: ClassVar[frozenset[str]] = frozenset()

    @property
    def actor(self) -> Actor:
        """The person behind the request, as the services want it."""
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """This function will answer a request; a retried one gets the answer it got before (P13)."""
        self.args, self.kwargs = args, kwargs
        self.request = wrapped = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        response: HttpResponseBase
        try:
            wrapped._request.body  # noqa: B018  read now: a body beyond the limit is refused before anything else
            self.initial(wrapped, *args, **kwargs)
            name = request.method.lower() if request.method else ""
            known = name in self.http_method_names
            handler = getattr(self, name, self.http_method_not_allowed) if known else self.http_method_not_allowed
            response = self._once(wrapped, lambda: handler(wrapped, *args, **kwargs))
        except Exception as error:  # every failure of the API has one shape
            response = self.handle_exception(error)
        self.response = self.finalize_response(wrapped, response, *args, **kwargs)  # type: ignore[arg-type]
        self.response["Cache-Control"] = "no-store"
        return self.response

    def _once(self, request: Request, work: Callable[[], Response]) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method in SAFE_METHODS:
            return work()
        told: list[Answer] = []

        def once() -> Answer:
            response = work()
            told.append(_rendered(response))
            return _rendered(response, self.told_once)

        answer = answer_once(
            client=client_of(request),
            key=key,
            request_hash=hash_request(request.method or "", request.get_full_path(), request._request.body),
            now=timezone.now(),
            work=once,
        )
        answer = told[0] if told else answer
        response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
        for name, value in answer.headers.items():
            response[name] = value
        if answer.is_replayed:
            response["Idempotency-Replayed"] = "true"
        return response

    def read_body(self, request: Request) -> dict[str, Any]:
        """This function will return the checked body of this method.

        Raises: ValidationError (422) with every wrong field.
        """
        serializer = self.bodies[request.method or ""](data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def presenter_now(self) -> Presenter:
        """This function will return what shows records to this caller; views with hidden fields choose here (P19)."""
        return self.presenter

    def shown(self, record: Any, *, status_code: int = status.HTTP_200_OK, location: str = "") -> Response:
        """This function will answer with one record and its ETag; 304 where the reader has this version."""
        version = getattr(record, "version", None)
        headers = {"Location": location} if location else {}
        if version is not None:
            headers["ETag"] = etag(version)
            if self.request.method == "GET" and is_unchanged(self.request, version):
                return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        query = self.request.query_params
        data = self.presenter_now().one(record, query.get("fields"), query.get("expand"))
        return Response(data, status=status_code, headers=headers)


class ListView(ApiView):
    """An address that lists records: GET gives a page, POST may create one."""

    listing: ClassVar[Listing] = Listing()

    def listing_now(self) -> Listing:
        """This function will return what this caller may ask of the list."""
        return self.listing

    def page_of(self, rows: QuerySet[Any], extra: frozenset[str] = frozenset()) -> Response:
        """This function will answer with one page of the rows, narrowed and ordered as asked.

        `extra` names parameters the view itself has read.

        Raises: BadQuery.
        """
        query = self.request.query_params
        fields, expand = query.get("fields"), query.get("expand")
        presenter = self.presenter_now()
        listing = self.listing_now()
        rows = presenter.narrowed(rows, fields, expand, *listing.orders.values())
        page = paged(filtered(rows, self.request, listing, extra), self.request, listing)
        body: dict[str, Any] = {
            "results": presenter.many(page.rows, fields, expand),
            "next": page.next,
            "previous": page.previous,
        }
        if page.count is not None:
            body["count"] = page.count
        return Response(body)


def _rendered(response: Response, untold: frozenset[str] = frozenset()) -> Answer:
    data = response.data
    if untold:
        data = {name: None if name in untold else value for name, value in data.items()}
    body = "" if data is None else JSONRenderer().render(data).decode()
    # Before it is rendered a response names no type of its own; every kept answer is JSON.
    headers = {name: value for name, value in response.items() if value and name != "Content-Type"}
    return Answer(response.status_code, body, headers)
