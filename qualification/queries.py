"""Reads of layer 3."""

from __future__ import annotations

from django.db.models import QuerySet

from opportunities.queries.visible import get_visible
from qualification.models import Assessment, ComponentDetail
from salesops.core.actor import Actor


def assessments(actor: Actor, opportunity_id: int, component: str = "") -> QuerySet[Assessment]:
    """This function will return the assessments of an opportunity, newest first.

    Raises: NotVisible where the opportunity is not for this person.
    """
    rows = get_visible(actor, opportunity_id).assessments.select_related("set_by", "contact", "cosignature__by")
    return (rows.filter(component=component) if component else rows).order_by("-id")


def details(actor: Actor, opportunity_id: int, component: str) -> QuerySet[ComponentDetail]:
    """This function will return the rows behind a component in order.

    Raises: NotVisible where the opportunity is not for this person.
    """
    rows = get_visible(actor, opportunity_id).component_details
    return rows.filter(component=component).order_by("position", "id")
