"""What other pages show of the market surface: on Today, beside the navigation, and on a draft of the territories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from salesops.core.actor import Actor
from salesops.intake.queries.introductions import IntroductionRow
from salesops.intake.queries.listing import LeadRow
from salesops.intake.queries.territory_moves import LeadMoves, lead_moves_by
from salesops.intake.queries.today import introductions_count, introductions_to_answer, leads_count, leads_to_touch
from salesops.territories.models import TerritoryPlan
from salesops.web.panels import panel


@panel("today.main", "introductions", order=20, template="intake/_today_introductions.html")
def introductions_waiting(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, list[IntroductionRow]]:
    """This function will return the introductions that wait for the person's first word, due first."""
    waiting = introductions_to_answer(actor, now=now)
    return {actor.person_id: waiting} if waiting else {}


@panel("today.main", "leads", order=30, template="intake/_today_leads.html")
def leads_waiting(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, list[LeadRow]]:
    """This function will return the leads that wait for the person's first touch, due first."""
    waiting = leads_to_touch(actor, now=now)
    return {actor.person_id: waiting} if waiting else {}


@panel("navigation.count", "l", order=30, template="components/nav_count.html")
def leads_counted(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, int]:
    """This function will count the leads that wait for the person's first touch."""
    return {actor.person_id: leads_count(actor)}


@panel("navigation.count", "u", order=40, template="components/nav_count.html")
def introductions_counted(actor: Actor, known: Mapping[int, Any], now: datetime) -> Mapping[int, int]:
    """This function will count the introductions that wait for the person's first word."""
    return {actor.person_id: introductions_count(actor)}


@panel("territory_plan.main", "leads", order=20, template="intake/territory_moves.html")
def leads_moved(actor: Actor, known: Mapping[int, TerritoryPlan], now: datetime) -> Mapping[int, LeadMoves]:
    """This function will say which leads a draft of the territories would move."""
    return {number: lead_moves_by(actor, plan) for number, plan in known.items() if plan.state == "draft"}
