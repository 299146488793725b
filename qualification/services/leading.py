"""Who may lead a technical call: not leadership, unless a matter of the deal was put before them (domain §1.2, R11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from opportunities.models import Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, require_open
from opportunities.services.offer_locking import standing_of
from salesops.charter import Facts, decide, require
from salesops.core.actor import Actor
from salesops.users.queries import actor_for, person

ACTION, PLANNING = "meeting.organise_technical", "poc.plan"


def lock_for_call(actor: Actor, opportunity_id: int, *, now: datetime) -> Opportunity:
    """This function will lock an open deal for somebody who organises a technical call about it.

    Raises: NotVisible, Refused (R03, R11), Conflict R28.
    """
    opportunity = lock_opportunity(actor, opportunity_id)
    require(actor, ACTION, _facts(opportunity, actor, now))
    require_open(opportunity, ACTION)
    return opportunity


def require_may_lead(actor: Actor, opportunity: Opportunity, leader_id: int, *, now: datetime) -> None:
    """This function will insist that a person may lead a session of a POC: who may plan it, or organise its calls.

    Raises: NotVisible, Refused (R03, R11).
    """
    leader = actor_for(person(actor, leader_id))
    facts = _facts(opportunity, leader, now)
    if not decide(leader, PLANNING, facts).allowed:
        require(leader, ACTION, facts)


def _facts(opportunity: Opportunity, leader: Actor, now: datetime) -> Facts:
    is_escalated = standing_of(opportunity, now).has_open_escalation
    return replace(facts_of(opportunity, leader), has_open_escalation=is_escalated)
