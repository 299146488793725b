"""Every error of the API as application/problem+json (RFC 9457), never with an inside detail."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from salesops.core.errors import Invalid, SalesOpsError

CONTENT_TYPE = "application/problem+json"
# SQLSTATE of the refusals that triggers and constraints raise, and of a server that is too busy for us.
GUARDED = frozenset({"23514", "42501", "23505", "23503", "23P01", "23502"})
BUSY = frozenset({"40P01", "40001", "55P03", "57014", "53300", "57P01", "57P03", "25P03"})

_log = structlog.get_logger(__name__)


def problem(
    code: str, title: str, status_code: int, detail: str = "", next_action: str = "", **more: Any
) -> dict[str, Any]:
    """This function will build the body of a problem: fields of RFC 9457 plus `code`, `next_action` and more."""
    body = {
        "type": f"urn:salesops:problem:{code}",
        "title": title,
        "status": status_code,
        "detail": detail or title,
        "code": code,
        "next_action": next_action,
    }
    return body | more


def answer_exception(error: Exception, context: Mapping[str, Any]) -> Response:
    """This function will answer any exception of an API view; it is DRF's EXCEPTION_HANDLER.

    What nobody foresaw becomes a 500 without a word about why; the log has it.
    """
    set_rollback()
    body, headers = _describe(error)
    response = Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)
    if isinstance(error, SalesOpsError):
        response.refusal = error  # type: ignore[attr-defined]
    if body["status"] >= status.HTTP_500_INTERNAL_SERVER_ERROR:
        view = context.get("view")
        _log.error("api_failed", view=type(view).__name__, error=type(error).__name__, exc_info=error)
    return response


def _describe(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    if isinstance(error, SalesOpsError):
        return _ours(error)
    if isinstance(error, Http404):
        return problem("not_found", "Not found", 404, "There is nothing at this address for you."), {}
    if isinstance(error, PermissionDenied):
        return problem("refused", "Not allowed", 403), {}
    if isinstance(error, RequestDataTooBig):
        return problem("too_large", "The body is too large", 413, next_action="Send less at once."), {}
    if isinstance(error, SuspiciousOperation):
        return problem("malformed", "The request is malformed", 400), {}
    if isinstance(error, exceptions.APIException):
        return _framework(error)
    return _database(error)


def _ours(error: SalesOpsError) -> tuple[dict[str, Any], dict[str, str]]:
    more: dict[str, Any] = {}
    if isinstance(error, Invalid):
        more["errors"] = [{"field": name, "messages": texts} for name, texts in error.fields.items()]
    if criteria := error.facts.get("criteria"):
        more["criteria"] = [as_plain(item) for item in criteria]
    more |= {name: error.facts[name] for name in ("version", "triggers", "missing") if name in error.facts}
    headers = {"Retry-After": str(error.facts["retry_after"])} if "retry_after" in error.facts else {}
    body = problem(error.code, error.title, error.status, error.message, error.next_action, **more)
    return body, headers


def as_plain(item: Any) -> Any:
    """This function will turn a dataclass into a dictionary; anything else stays as it is."""
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return dataclasses.asdict(item)
    return item


def _framework(error: exceptions.APIException) -> tuple[dict[str, Any], dict[str, str]]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.ValidationError):
        body = problem("invalid", "The input is incomplete", 422, "One or more fields are wrong.")
        return body | {"errors": _field_errors(error.detail), "next_action": "Correct the named fields."}, headers
    names = {
        400: ("malformed", "The request is malformed"),
        401: ("unauthenticated", "Sign in or send a key"),
        403: ("refused", "Not allowed"),
        405: ("method_not_allowed", "This address does not do that"),
        406: ("not_acceptable", "Only application/json is spoken here"),
        415: ("unsupported_media_type", "Send application/json"),
    }
    code, title = names.get(error.status_code, ("error", "The request cannot be carried out"))
    return problem(code, title, error.status_code, str(error.detail)), headers


def _field_errors(detail: Any, path: str = "") -> list[dict[str, Any]]:
    """Flatten DRF's nested errors into [{field, messages}], with dotted paths."""
    if isinstance(detail, Mapping):
        return [item for name, inner in detail.items() for item in _field_errors(inner, _join(path, name))]
    if isinstance(detail, list) and any(isinstance(inner, Mapping | list) for inner in detail):
        return [item for n, inner in enumerate(detail) for item in _field_errors(inner, _join(path, n))]
    messages = [str(text) for text in detail] if isinstance(detail, list) else [str(detail)]
    return [{"field": path or "body", "messages": messages}]


def _join(path: str, name: object) -> str:
    text = "body" if name == "non_field_errors" else str(name)
    return f"{path}.{text}" if path else text


def _database(error: Exception) -> tuple[dict[str, Any], dict[str, str]]:
    state = getattr(error.__cause__, "pgcode", None) or ""
    if isinstance(error, IntegrityError | ProgrammingError | InternalError) and state in GUARDED:
        sentence = "The database refused the change: it breaks a rule that holds for every record."
        return problem("guarded", "The record does not allow this now", 409, sentence, "Read the record again."), {}
    if isinstance(error, DataError):
        return problem("invalid", "The input is incomplete", 422, "A value is outside what can be stored."), {}
    if isinstance(error, OperationalError | InterfaceError) or state in BUSY:
        return problem("busy", "The service is busy", 503, next_action="Send it again."), {"Retry-After": "1"}
    return problem("internal", "Something failed on our side", 500, next_action="Try again later."), {}
