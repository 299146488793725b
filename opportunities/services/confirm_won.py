"""Confirm that an opportunity is won: finance's act, never the owner's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.terms import ClosingFacts
from opportunities.models import Opportunity
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.moving import Moved, make_move, pass_gate, require_edge
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.process.domain.definition import Move
from salesops.process.domain.registry import load_facts

ACTION = "opp.confirm_won"


def confirm_won(*, actor: Actor, now: datetime, opportunity_id: int, expected_version: int | None = None) -> Moved:
    """This function will close an opportunity as won if its last gate is open (domain §2.6, §1.4.7).

    In `solo` mode the owner may confirm; the event says `declared_owner_operator` (domain §0.3).

    Raises: NotVisible, Refused (R15 for the owner), Conflict R28, Conflict R21 with what the channel of its offer still
    asks for, Conflict R17 with every unmet criterion, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        edge = require_edge(opportunity, Move.WON, None)
        _require_documents(opportunity, now)
        evaluation = pass_gate(opportunity, edge, now=now, action=ACTION)
        declared = actor.user_id == opportunity.owner_id
        return make_move(
            opportunity,
            edge,
            events.WON,
            actor=actor,
            now=now,
            evaluation=evaluation,
            data={"declared_owner_operator": True} if declared else None,
        )


def _require_documents(opportunity: Opportunity, now: datetime) -> None:
    known = load_facts("opportunity", [opportunity.pk], now)[opportunity.pk].part(ClosingFacts)
    if missing := [each.label for each in known.closing_set.missing]:
        why = refusal("R21")
        raise Conflict(
            why.code,
            f"{opportunity.name} cannot be won yet. Missing: {', '.join(missing)}. Nothing was changed.",
            next_action=why.next_action,
            action=ACTION,
            subject=ref(opportunity),
            missing=missing,
        )
