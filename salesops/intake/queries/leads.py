"""Read leads: one, with what its score is now."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from salesops.accounts.queries import sees_customers
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.models import Lead
from salesops.intake.queries.scores import with_score


def visible_to(actor: Actor) -> QuerySet[Lead]:
    """This function will return the leads the actor may see: all who work here, nobody from outside."""
    return Lead.objects.all() if sees_customers(actor) else Lead.objects.none()


def lead_by_id(actor: Actor, lead_id: int, *, now: datetime) -> Lead:
    """This function will return one lead with its score at `now`.

    Raises: NotVisible where there is none for this actor.
    """
    rows = with_score(visible_to(actor).select_related("owner", "qualified_by"), now)
    found = rows.filter(pk=lead_id).first()
    if found is None:
        raise NotVisible("lead_not_found", "There is no such lead here.")
    return found
