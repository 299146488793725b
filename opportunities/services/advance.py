"""Advance an opportunity to the next stage of its process."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import Moved, make_move, pass_gate, require_edge
from salesops.core.actor import Actor
from salesops.process.domain.definition import Move

ACTION = "stage.forward"


def advance(
    *, actor: Actor, now: datetime, opportunity_id: int, to: str | None = None, expected_version: int | None = None
) -> Moved:
    """This function will move an opportunity one stage forward if its gate is open (domain §2.6).

    Raises: NotVisible, Refused (R14 …), Conflict R28 if closed, Conflict R17 with every unmet criterion,
    StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        edge = require_edge(opportunity, Move.FORWARD, to)
        evaluation = pass_gate(opportunity, edge, now=now, action=ACTION)
        return make_move(opportunity, edge, events.ADVANCED, actor=actor, now=now, evaluation=evaluation)
