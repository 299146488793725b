"""OpenAPI 3.1 from the same declarations the views run on: bodies, presenters, listings, scopes, versions."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from salesops.web.api.views import ApiView, ListView


class FieldProblem(serializers.Serializer[Any]):
    """What is wrong with one field."""

    field = serializers.CharField()
    messages = serializers.ListField(child=serializers.CharField())


class Problem(serializers.Serializer[Any]):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    next_action = serializers.CharField()
    errors = FieldProblem(many=True, required=False)  # type: ignore[assignment]
    criteria = serializers.ListField(child=serializers.DictField(), required=False)
    triggers = serializers.ListField(child=serializers.DictField(), required=False)
    missing = serializers.ListField(child=serializers.CharField(), required=False)


PROBLEMS = {
    "400": "Malformed",
    "401": "No valid sign-in or key",
    "403": "Wrong layer, role or scope",
    "404": "Not there, or not for you",
    "429": "Too many requests; see Retry-After",
}
CHANGE_PROBLEMS = {"409": "A gate, a lock or the state forbids it", "413": "Too large", "422": "Incomplete or wrong"}
VERSION_PROBLEMS = {"412": "If-Match is not the newest version", "428": "If-Match is missing"}


def query_parameter(name: str, text: str) -> OpenApiParameter:
    """This function will describe one parameter of the address."""
    return OpenApiParameter(name, str, description=text)


DRY_RUN = OpenApiParameter("dry_run", str, enum=["0", "1"], description="1: say what would happen, change nothing.")


class KitSchema(AutoSchema):
    """Reads the kit's views; a view that is not of the kit is described as drf-spectacular does."""

    def get_override_parameters(self) -> list[Any]:
        """This function will list the query parameters and headers of an operation."""
        view = self.view
        if not isinstance(view, ApiView):
            return super().get_override_parameters()
        found = list(getattr(view, "parameters", {}).get(self.method, ()))
        if self.method in SAFE_METHODS:
            return found + _reading(view)
        found.append(_header("Idempotency-Key", "Send the same key again to get the same answer, for 7 days."))
        if self.method in view.needs_version:
            found.append(_header("If-Match", "The ETag of the version the change is based on.", required=True))
        return found

    def get_request_serializer(self) -> Any:
        """This function will return what reads the body."""
        view = self.view
        if not isinstance(view, ApiView):
            return super().get_request_serializer()
        body = view.bodies.get(self.method)
        return None if body is None else body

    def get_response_serializers(self) -> Any:
        """This function will return the success and the problems of an operation."""
        view = self.view
        if not isinstance(view, ApiView):
            return super().get_response_serializers()
        success = _success(view, self.method)
        status = "201" if self.method in view.created_methods else "204" if success is None else "200"
        problems = dict(PROBLEMS)
        if self.method not in SAFE_METHODS:
            problems |= CHANGE_PROBLEMS
        if self.method in view.needs_version:
            problems |= VERSION_PROBLEMS
        answers: dict[Any, Any] = {(status, view.answer_type): success}
        for code, text in sorted(problems.items()):
            answers[code, "application/problem+json"] = OpenApiResponse(Problem, description=text)
        return answers

    def get_tags(self) -> list[str]:
        """This function will group operations by the first word of their address."""
        parts = self.path.removeprefix("/api/v1/").split("/")
        return [parts[0] or "api"]

    def get_operation_id(self) -> str:
        """This function will name an operation by its method and its whole address: never two alike."""
        if not isinstance(self.view, ApiView):
            return super().get_operation_id()
        words = self.path.removeprefix("/api/v1/").strip("/").replace("{", "").replace("}", "").replace("-", "_")
        return f"{self.method.lower()}_{words.replace('/', '_')}"

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False


def _success(view: ApiView, method: str) -> Any:
    declared = view.answers.get(method)
    if declared is not None:
        return declared
    if not hasattr(view, "presenter") or method == "DELETE":
        return None
    shown = view.presenter.serializer
    if not (isinstance(view, ListView) and method == "GET"):
        return shown
    return _page_of(shown)


@cache
def _page_of(shown: type[serializers.Serializer[Any]]) -> Any:
    return inline_serializer(
        f"{shown.__name__}Page",
        {
            "results": shown(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "count": serializers.IntegerField(required=False),
        },
    )


def _reading(view: ApiView) -> list[OpenApiParameter]:
    found = []
    if hasattr(view, "presenter"):
        found.append(query_parameter("fields", "Names of the fields to show, with commas."))
        if view.presenter.expansions:
            found.append(query_parameter("expand", "Show these whole: " + ", ".join(view.presenter.expansions)))
    if not isinstance(view, ListView):
        return found
    for name, item in view.listing.filters.items():
        text = item.help or ("Several values with commas." if item.many else "")
        found.append(query_parameter(name, text))
    orders = [sign + name for name in view.listing.orders for sign in ("", "-")]
    found += [
        OpenApiParameter("order", str, enum=orders, description=f"Standard: {view.listing.default_order}."),
        query_parameter("page_size", "1 to 200; standard 50."),
        query_parameter("cursor", "From `next` or `previous`."),
        OpenApiParameter("count", str, enum=["1"], description="Count all rows too."),
    ]
    return found


def _header(name: str, text: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=text)
