"""Skip a stage that was proven otherwise."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import Moved, make_move, pass_gate, require_edge, require_reason
from salesops.core.actor import Actor
from salesops.process.domain.definition import Move

ACTION = "stage.skip"


def skip(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    reason: str,
    to: str | None = None,
    expected_version: int | None = None,
) -> Moved:
    """This function will pass over the stage a process lets one skip (domain §2.6).

    Raises: NotVisible, Refused, Conflict (closed, no such move, R17), Invalid without a reason, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        edge = require_edge(opportunity, Move.SKIP, to)
        why = require_reason(reason)
        evaluation = pass_gate(opportunity, edge, now=now, action=ACTION)
        return make_move(opportunity, edge, events.SKIPPED, actor=actor, now=now, reason=why, evaluation=evaluation)
