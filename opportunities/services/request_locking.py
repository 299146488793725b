"""The first step of every service about a collaboration request: lock the opportunity, then the request, then ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opportunities.models import CollaborationRequest, Opportunity
from opportunities.queries.collaboration import request_of
from opportunities.services.locking import facts_of, lock_opportunity, ref, require_version
from salesops.charter import require
from salesops.charter.functions import functions_of
from salesops.core.actor import Actor
from salesops.core.errors import Conflict


def lock_request(
    actor: Actor, request_id: int, action: str, *, expected_version: int | None = None
) -> tuple[CollaborationRequest, Opportunity]:
    """This function will lock a request behind its opportunity and ask whether the actor may do the action.

    Raises: NotVisible, Refused, StaleVersion.
    """
    opportunity = lock_opportunity(actor, request_of(actor, request_id).opportunity_id)
    request = CollaborationRequest.objects.select_for_update().get(pk=request_id)
    request.opportunity = opportunity
    is_asked = request.of_kind.function in functions_of(actor.roles)
    require(actor, action, replace(facts_of(opportunity, actor), is_own_area=is_asked))
    require_version(opportunity, "The request", expected_version, request.version)
    return request, opportunity


def require_state(request: CollaborationRequest, opportunity: Opportunity, action: str, *states: str) -> None:
    """This function will insist on one of the states. Raises: Conflict naming the one it is in."""
    if request.state not in states:
        raise Conflict(
            "request_state",
            f"The request is {request.state}; this is done while it is {' or '.join(states)}. Nothing was changed.",
            next_action="Look at the request.",
            action=action,
            subject=ref(opportunity),
        )


def require_responsible(actor: Actor, request: CollaborationRequest, opportunity: Opportunity) -> None:
    """This function will insist that who accepted the request acts on it. Raises: Conflict naming that person."""
    responsible = request.responsible
    if responsible is not None and responsible.pk != actor.user_id:
        raise Conflict(
            "not_responsible",
            f"{responsible.name} accepted this request and is responsible for it. Nothing was changed.",
            next_action=f"Ask {responsible.name}, or have the owner withdraw it and ask again.",
            action="collaboration.answer",
            subject=ref(opportunity),
        )


def named(request: CollaborationRequest) -> dict[str, Any]:
    """This function will return what every event about the request says of it."""
    return {"request_id": request.pk, "kind": request.kind}
