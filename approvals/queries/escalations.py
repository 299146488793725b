"""Escalations: which are open, those of a deal, and whom one may be put to."""

from __future__ import annotations

from django.db.models import QuerySet

from approvals.models import Escalation
from approvals.queries.queue import require_reader
from opportunities.models import Opportunity
from opportunities.queries.visible import get_visible, visible_to
from salesops.core.actor import SYSTEM, Actor
from salesops.core.errors import NotVisible
from salesops.users.models import User
from salesops.users.queries import people_by_role


def open_escalations(actor: Actor) -> QuerySet[Escalation]:
    """This function will list what is put before leadership, due first on top. Raises: NotVisible."""
    require_reader(actor)
    rows = Escalation.objects.filter(closed_at=None, opportunity__in=visible_to(actor))
    return rows.select_related("opportunity__account", "raised_by", "assigned_to", "decided_by").order_by(
        "due_at", "id"
    )


def escalation(actor: Actor, escalation_id: int) -> Escalation:
    """This function will return one escalation of a deal the reader sees in full. Raises: NotVisible, Refused."""
    row = Escalation.objects.select_related("opportunity", "raised_by").filter(pk=escalation_id).first()
    if row is None:
        raise NotVisible("not_found", f"There is no escalation {escalation_id} for you.", next_action="Open the deal.")
    get_visible(actor, row.opportunity_id)
    return row


def escalations_of(actor: Actor, opportunity_id: int) -> QuerySet[Escalation]:
    """This function will list a deal's escalations, newest first. Raises: NotVisible, Refused."""
    return Escalation.objects.filter(opportunity=get_visible(actor, opportunity_id)).order_by("-id")


def leaders_of(opportunity: Opportunity) -> list[User]:
    """This function will list who may be asked: the regional VPs of the deal's region first, then leaders."""
    regional = people_by_role(SYSTEM, "regional_vp", opportunity.region) if opportunity.region else []
    return [*regional, *people_by_role(SYSTEM, "leader")]
