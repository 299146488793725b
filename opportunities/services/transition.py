"""One door for every move, for programs: by type or by target stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities.domain.closing import Loss
from opportunities.models import Opportunity
from opportunities.queries.visible import get_visible
from opportunities.services.advance import advance
from opportunities.services.confirm_won import confirm_won
from opportunities.services.lose import lose
from opportunities.services.moving import Moved
from opportunities.services.reopen import reopen
from opportunities.services.send_back import send_back
from opportunities.services.skip import skip
from opportunities.services.void_won import void_won
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Move
from salesops.process.queries import definition_of


@dataclass(frozen=True, slots=True)
class Wish:
    """The move that is wanted: its type or its target, and what the type needs."""

    move: str = ""
    to: str | None = None
    reason: str = ""
    loss: Loss | None = None
    second_person_id: int | None = None


def transition(
    *, actor: Actor, now: datetime, opportunity_id: int, wish: Wish, expected_version: int | None = None
) -> Moved:
    """This function will carry out the wished move through the service it belongs to (interface: transitions).

    Raises: whatever that service raises; Invalid if the wish names neither a move nor a reachable stage.
    """
    move = Move(wish.move) if wish.move else _move_to(get_visible(actor, opportunity_id), wish.to)
    known: dict[str, Any] = {
        "actor": actor,
        "now": now,
        "opportunity_id": opportunity_id,
        "expected_version": expected_version,
    }
    if move is Move.FORWARD:
        return advance(to=wish.to, **known)
    if move is Move.WON:
        return confirm_won(**known)
    if move is Move.LOST:
        return lose(loss=wish.loss or Loss("", ""), **known)
    if move is Move.VOID:
        return void_won(reason=wish.reason, second_person_id=wish.second_person_id or 0, **known)
    service = {Move.BACK: send_back, Move.SKIP: skip, Move.REOPEN: reopen}[move]
    return service(to=wish.to, reason=wish.reason, **known)


def _move_to(opportunity: Opportunity, to: str | None) -> Move:
    edges = definition_of(opportunity.definition_id).edges_from(opportunity.stage)
    for edge in edges:
        if edge.dst == to:
            return edge.move
    there_are = ", ".join(sorted({edge.dst for edge in edges}))
    raise Invalid({"to": [f"From {opportunity.stage} one reaches: {there_are or 'nothing'}."]})
