"""Send an opportunity back to an earlier stage."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.closing_set import LATE_STAGE_PERCENT
from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import Moved, make_move, require_edge, require_reason
from opportunities.services.withdraw_papers import withdraw_papers
from salesops.core.actor import Actor
from salesops.process.domain.definition import Edge, Move
from salesops.process.queries import definition_of


def send_back(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    reason: str,
    to: str | None = None,
    expected_version: int | None = None,
) -> Moved:
    """This function will return an opportunity to an earlier stage, by default the one before (domain §2.6).

    The owner goes back one stage; several, or from a late stage, is for leaders and operations.

    Raises: NotVisible, Refused, Conflict (closed, no such move), Invalid without a reason, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        edge = require_edge(opportunity, Move.BACK, to or previous_stage(opportunity))
        action = action_for(opportunity, edge)
        require_action(actor, action, opportunity)
        require_open(opportunity, action)
        why = require_reason(reason)
        withdraw_papers(opportunity, why, actor=actor, now=now)
        return make_move(opportunity, edge, events.SENT_BACK, actor=actor, now=now, reason=why)


def previous_stage(opportunity: Opportunity) -> str | None:
    """This function will return the key of the stage just before, None in the first."""
    keys = [stage.key for stage in definition_of(opportunity.definition_id).open_stages]
    index = keys.index(opportunity.stage) if opportunity.stage in keys else 0
    return keys[index - 1] if index else None


def action_for(opportunity: Opportunity, edge: Edge) -> str:
    """This function will say which right going back along this edge takes."""
    is_late = opportunity.probability >= LATE_STAGE_PERCENT
    return "stage.back_one" if edge.dst == previous_stage(opportunity) and not is_late else "stage.back_many"
