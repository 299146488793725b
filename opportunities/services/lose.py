"""Close an opportunity without a sale."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.closing import Loss, loss_faults
from opportunities.models import Opportunity
from opportunities.queries.visible import visible_to
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.moving import Moved, make_move, require_edge
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.process.domain.definition import Move

ACTION = "opp.mark_lost"


def lose(*, actor: Actor, now: datetime, opportunity_id: int, loss: Loss, expected_version: int | None = None) -> Moved:
    """This function will close an opportunity as lost, disqualified, duplicate or merged (domain §2.6).

    Raises: NotVisible, Refused, Conflict R28, Invalid naming each field still needed, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        edge = require_edge(opportunity, Move.LOST, None)
        _check(actor, opportunity, loss)
        opportunity.outcome_class, opportunity.loss_reason = loss.outcome_class, loss.reason
        opportunity.loss_detail, opportunity.competitor = loss.detail.strip(), loss.competitor.strip()
        opportunity.reengage_on, opportunity.is_reengage_never = loss.reengage_on, loss.is_reengage_never
        opportunity.merged_into_id = loss.merged_into_id
        data = {"outcome_class": loss.outcome_class, "loss_reason": loss.reason}
        return make_move(opportunity, edge, events.LOST, actor=actor, now=now, reason=loss.detail, data=data)


def _check(actor: Actor, opportunity: Opportunity, loss: Loss) -> None:
    faults = loss_faults(loss, amount=opportunity.amount_reporting)
    goes_on = loss.merged_into_id
    if goes_on is not None and (goes_on == opportunity.pk or not visible_to(actor).filter(pk=goes_on).exists()):
        faults["merged_into"] = ["Link another deal that exists."]
    if faults:
        raise Invalid(faults)
