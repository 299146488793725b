"""What layer 4 shows on the pages of lower rooms: marks beside the numbers of an offer, decisions that wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from approvals.domain.marking import mark_offer
from approvals.queries.guardrails import rules_in_force
from approvals.queries.queue import MINE, Queue, may_read, queue, waiting_count
from opportunities.domain.offer_marks import OfferMarks, offer_judge
from opportunities.domain.offers import OfferTerms
from salesops.core.actor import Actor
from salesops.web.panels import panel


@offer_judge
def mark_by_guardrails(terms: OfferTerms, rate: Decimal, now: datetime) -> OfferMarks:
    """This function will mark an offer by the guardrails in force."""
    return mark_offer(terms, rules_in_force(now), reporting_rate=rate)


@panel("today.main", "decisions", order=10, template="approvals/_today.html")
def decisions_waiting(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, Queue]:
    """This function will return what waits for the person's decision, due first."""
    if not may_read(actor):
        return {}
    waiting = queue(actor, tab=MINE, now=now)
    return {actor.person_id: waiting} if waiting.rows else {}


@panel("navigation.count", "a", order=20, template="components/nav_count.html")
def decisions_count(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, int]:
    """This function will count what waits for the person's decision."""
    return {actor.person_id: waiting_count(actor, now=now)} if may_read(actor) else {}
