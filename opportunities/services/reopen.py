"""Reopen a lost opportunity."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from opportunities import events
from opportunities.domain.closing import REOPEN_DAYS
from opportunities.models import Opportunity, StageEvent
from opportunities.services.locking import lock_opportunity, ref, require_action
from opportunities.services.moving import Moved, make_move, require_edge, require_reason
from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.process.domain.definition import Move
from salesops.process.queries import definition_of

ACTION = "opp.reopen"


def reopen(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    reason: str,
    to: str | None = None,
    expected_version: int | None = None,
) -> Moved:
    """This function will open a lost opportunity again, at the stage it left or earlier (domain §2.6).

    Raises: NotVisible, Refused, Conflict (not lost, over 90 days, a later stage), Invalid without a
    reason, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        left = _stage_it_left(opportunity, now)
        edge = require_edge(opportunity, Move.REOPEN, to or left)
        definition = definition_of(opportunity.definition_id)
        if definition.stage(edge.dst).order > definition.stage(left).order:
            raise _conflict(
                opportunity, f"It was lost from {definition.stage(left).label} and returns there or earlier."
            )
        why = require_reason(reason)
        return make_move(opportunity, edge, events.REOPENED, actor=actor, now=now, reason=why)


def _stage_it_left(opportunity: Opportunity, now: datetime) -> str:
    if opportunity.stage_kind != "lost" or opportunity.closed_at is None:
        raise _conflict(opportunity, "Only a lost opportunity is reopened.")
    if opportunity.closed_at < now - timedelta(days=REOPEN_DAYS):
        raise _conflict(opportunity, f"It was lost more than {REOPEN_DAYS} days ago; open a re-engagement instead.")
    lost = StageEvent.objects.filter(opportunity=opportunity, move="lost").order_by("-seq").first()
    return lost.from_stage if lost else definition_of(opportunity.definition_id).first_stage.key


def _conflict(opportunity: Opportunity, why: str) -> Conflict:
    return Conflict(
        "cannot_reopen",
        f"{opportunity.name} stays closed. {why}",
        next_action="Re-engage: a new opportunity linked to this one.",
        action=ACTION,
        subject=ref(opportunity),
    )
