"""End a collaboration request: with its result, or because it is not needed any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.collaboration import ACCEPTED, REQUESTED, SHORTEST
from opportunities.models import CollaborationRequest
from opportunities.services.request_locking import lock_request, named, require_responsible, require_state
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

FINISH, WITHDRAW = "collaboration.answer", "collaboration.request"


def finish_request(
    *, actor: Actor, now: datetime, request_id: int, result: str, expected_version: int | None = None
) -> CollaborationRequest:
    """This function will end an accepted request with its result, by who is responsible (domain §1.7).

    Raises: NotVisible, Refused, Conflict, Invalid for a result under 20 characters, StaleVersion.
    """
    with transaction.atomic():
        request, opportunity = lock_request(actor, request_id, FINISH, expected_version=expected_version)
        require_state(request, opportunity, FINISH, ACCEPTED)
        require_responsible(actor, request, opportunity)
        if len(result.strip()) < SHORTEST:
            raise Invalid({"result": [f"Say in at least {SHORTEST} characters what came of it."]})
        request.finish()
        request.result, request.closed_at = result.strip(), now
        request.save(update_fields=["state", "result", "closed_at"])
        data = {
            "request_id": request.pk,
            "kind": request.kind,
            "responsible_id": request.responsible_id,
            "result": request.result,
        }
        tell(opportunity, events.HELP_DONE, actor=actor, now=now, data=data)
        return request


def withdraw_request(
    *, actor: Actor, now: datetime, request_id: int, reason: str = "", expected_version: int | None = None
) -> CollaborationRequest:
    """This function will take a request back that is not done yet; whoever may ask may withdraw (domain §1.7).

    Raises: NotVisible, Refused, Conflict where it ended already, StaleVersion.
    """
    with transaction.atomic():
        request, opportunity = lock_request(actor, request_id, WITHDRAW, expected_version=expected_version)
        require_state(request, opportunity, WITHDRAW, REQUESTED, ACCEPTED)
        request.withdraw()
        request.reason, request.closed_at = reason.strip(), now
        request.save(update_fields=["state", "reason", "closed_at"])
        data = named(request) | {"reason": request.reason}
        tell(opportunity, events.HELP_WITHDRAWN, actor=actor, now=now, data=data)
        return request
