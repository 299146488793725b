"""Write every refusal that a page or the API answered with to the ledger."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from salesops.audit.services.record_refusal import record_refusal
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Refused, SalesOpsError


class RefusalMiddleware:
    """Stands outside every transaction of a request: what it writes survives the rollback (P20).

    Refused and Conflict are always written; other errors only where the service named the action
    and the subject. A refusal without a record is written to the person's own chain.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        error: SalesOpsError | None = getattr(response, "refusal", None)
        if error is not None and _is_refusal(error):
            actor: Actor = request.actor  # type: ignore[attr-defined]
            record_refusal(
                actor=actor,
                action=error.facts.get("action") or f"{request.method} {request.path}"[:80],
                subject=error.facts.get("subject") or RecordRef("user", actor.user_id or 0),
                now=timezone.now(),
                error=error,
            )
        return response


def _is_refusal(error: SalesOpsError) -> bool:
    named = bool(error.facts.get("action") and error.facts.get("subject"))
    return named or isinstance(error, Refused | Conflict)
