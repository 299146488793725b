"""End a holdover: the regional VP's word, the last day, or the end of the deal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Holdover, Opportunity
from opportunities.services.change_owner import ACTION, hand_over
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.moving import require_reason
from opportunities.services.placing import Placed
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM, Actor
from salesops.core.errors import Conflict
from salesops.process.queries import definition_of
from salesops.users.queries.leading import holders_of

BATCH = 50


def decide_holdover(*, actor: Actor, now: datetime, opportunity_id: int, moves: bool, reason: str) -> Opportunity:
    """This function will end a deal's holdover before its last day: the deal moves now, or stays for good (§5.4).

    Raises: NotVisible; Refused unless the regional VP of its region, a leader or sales operations; Conflict where
    there is none, R28 where the deal is closed; Invalid.
    """
    with transaction.atomic():
        deal = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, deal)
        require_open(deal, ACTION)
        why = require_reason(reason)
        held = Holdover.objects.select_for_update().filter(opportunity=deal, outcome="").first()
        if held is None:
            raise Conflict(
                "no_holdover",
                f"{deal.name} is in no holdover.",
                next_action="Change the owner instead.",
                action=ACTION,
                subject=ref(deal),
            )
        return _end(deal, held, moves, why, actor, now)


def end_due_holdovers(*, now: datetime) -> bool:
    """This function will end the holdovers that are over, by day or with their deal; it says whether more wait."""
    due = Holdover.objects.filter(outcome="").exclude(ends_on__gt=now.date(), opportunity__stage_kind="open")
    ids = list(due.order_by("ends_on", "id").values_list("opportunity_id", flat=True)[:BATCH])
    for opportunity_id in ids:
        with transaction.atomic():
            deal = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity_id)
            held = Holdover.objects.select_for_update().filter(opportunity=deal, outcome="").first()
            if held is not None:
                _end(deal, held, deal.is_open and _may_own(deal, held), "The holdover is over.", SYSTEM, now)
    return len(ids) == BATCH


def _may_own(deal: Opportunity, held: Holdover) -> bool:
    return held.to_owner_id in holders_of(*definition_of(deal.definition_id).owner_roles)


def _end(deal: Opportunity, held: Holdover, moves: bool, reason: str, actor: Actor, now: datetime) -> Opportunity:
    held.outcome = "moved" if moves else "kept" if deal.is_open else "closed"
    held.ended_at, held.ended_by_id, held.reason = now, actor.user_id, reason[:300]
    held.save(update_fields=["outcome", "ended_at", "ended_by", "reason"])
    data = {"outcome": held.outcome, "to": held.to_owner_id, "reason": reason}
    tell(deal, events.HOLDOVER_ENDED, actor=actor, now=now, data=data)
    if moves:
        placed = Placed(held.territory_id, {"territory": {"why": held.why}})
        hand_over(deal, held.to_owner_id, placed, reason, actor=actor, now=now)
    return deal
