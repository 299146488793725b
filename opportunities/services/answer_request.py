"""Answer what Sales asked for: take it on, or say why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.collaboration import ACCEPTED, REQUESTED, SHORTEST, due_at
from opportunities.models import CollaborationRequest
from opportunities.services.locking import require_open
from opportunities.services.request_locking import lock_request, named, require_responsible, require_state
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.queries import calendar_of, person

ACTION = "collaboration.answer"


def accept_request(
    *, actor: Actor, now: datetime, request_id: int, expected_version: int | None = None
) -> CollaborationRequest:
    """This function will make the actor responsible; the owner stays accountable (domain §1.7).

    Anybody of the asked function may take it, named or not. It is due in the actor's business days from then on,
    counted from the asking.

    Raises: NotVisible, Refused (R15 for the owner), Conflict R28 or where it was answered, StaleVersion.
    """
    with transaction.atomic():
        request, opportunity = lock_request(actor, request_id, ACTION, expected_version=expected_version)
        require_open(opportunity, ACTION)
        require_state(request, opportunity, ACTION, REQUESTED)
        taker = person(actor, actor.person_id)
        request.accept()
        request.responsible, request.accepted_at = taker, now
        request.due_at = due_at(request.of_kind, request.asked_at, calendar_of(taker.pk))
        request.save(update_fields=["state", "responsible", "accepted_at", "due_at"])
        data = {
            "request_id": request.pk,
            "kind": request.kind,
            "responsible_id": taker.pk,
            "accountable_id": opportunity.owner_id,
        }
        tell(opportunity, events.HELP_ACCEPTED, actor=actor, now=now, data=data)
        return request


def decline_request(
    *, actor: Actor, now: datetime, request_id: int, reason: str, expected_version: int | None = None
) -> CollaborationRequest:
    """This function will end a request without a result, for a reason; once accepted, by who accepted it.

    Raises: NotVisible, Refused, Conflict, Invalid for a reason under 20 characters, StaleVersion.
    """
    with transaction.atomic():
        request, opportunity = lock_request(actor, request_id, ACTION, expected_version=expected_version)
        require_state(request, opportunity, ACTION, REQUESTED, ACCEPTED)
        if request.state == ACCEPTED:
            require_responsible(actor, request, opportunity)
        if len(reason.strip()) < SHORTEST:
            raise Invalid({"reason": [f"Say in at least {SHORTEST} characters why, and what would help instead."]})
        request.decline()
        request.reason, request.closed_at = reason.strip(), now
        request.save(update_fields=["state", "reason", "closed_at"])
        data = named(request) | {"reason": request.reason}
        tell(opportunity, events.HELP_DECLINED, actor=actor, now=now, data=data)
        return request
