"""Take back a win that was recorded wrongly: finance and operations together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, ref
from opportunities.services.moving import Moved, make_move, require_edge, require_reason
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.process.domain.definition import Move
from salesops.users.queries import person

ACTION = "opp.void_won"


def void_won(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    reason: str,
    second_person_id: int,
    expected_version: int | None = None,
) -> Moved:
    """This function will undo a win inside its fiscal quarter (domain §2.6: VP finance and operations, both).

    `second_person_id` is the other of the two, who must hold the other role.

    Raises: NotVisible, Refused, Conflict (not won, another quarter), Invalid, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        same_quarter = _same_quarter(opportunity, now)
        require(actor, ACTION, replace(facts_of(opportunity, actor), is_same_fiscal_period=True))
        if not same_quarter:
            raise Conflict(
                "other_quarter",
                f"{opportunity.name} was not won in this fiscal quarter. Nothing was changed.",
                next_action="Book the correction in this quarter instead.",
                action=ACTION,
                subject=ref(opportunity),
            )
        _require_both(actor, second_person_id)
        edge = require_edge(opportunity, Move.VOID, None)
        why = require_reason(reason)
        data = {"second_person_id": second_person_id}
        return make_move(opportunity, edge, events.WON_VOIDED, actor=actor, now=now, reason=why, data=data)


def _same_quarter(opportunity: Opportunity, now: datetime) -> bool:
    closed = opportunity.closed_at
    if opportunity.stage_kind != "won" or closed is None:
        return False
    return (closed.year, (closed.month - 1) // 3) == (now.year, (now.month - 1) // 3)


def _require_both(actor: Actor, second_person_id: int) -> None:
    second = person(actor, second_person_id)
    roles = set(second.role_grants.values_list("role", flat=True))
    needed = "revops_admin" if actor.has_role("vp_finance") else "vp_finance"
    if second.pk == actor.user_id or needed not in roles:
        raise Invalid({"second_person": ["Name the second person: VP finance and sales operations act together."]})
