"""Read leads: one, with what its score is now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from salesops.accounts.queries import sees_customers
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.intake.domain.leads import WORKED
from salesops.intake.domain.scoring import Known
from salesops.intake.models import Lead
from salesops.intake.queries.scores import with_score


def visible_to(actor: Actor) -> QuerySet[Lead]:
    """This function will return the leads the actor may see: all who work here, nobody from outside."""
    return Lead.objects.all() if sees_customers(actor) else Lead.objects.none()


def scored_leads(actor: Actor, now: datetime) -> QuerySet[Any]:
    """This function will return the leads the actor may see, with their score and segment at `now`."""
    return with_score(visible_to(actor).select_related("owner", "qualified_by"), now)


def lead_by_id(actor: Actor, lead_id: int, *, now: datetime) -> Any:
    """This function will return one lead with its score and segment at `now`.

    Raises: NotVisible where there is none for this actor.
    """
    found = scored_leads(actor, now).filter(pk=lead_id).first()
    if found is None:
        raise NotVisible("lead_not_found", "There is no such lead here.")
    return found


def names_of(actor: Actor, ids: list[int]) -> dict[int, str]:
    """This function will name visible leads by id: by their company."""
    return dict(visible_to(actor).filter(pk__in=ids).values_list("pk", "company"))


def search_leads(actor: Actor, words: str, *, limit: int = 5) -> list[Lead]:
    """This function will find leads that are no deal yet by company or person, newest first."""
    match = Q(company__icontains=words) | Q(person_name__icontains=words)
    rows = visible_to(actor).exclude(status="converted").filter(match)
    return list(rows.order_by("-opened_at", "-id")[:limit])


def waits_for(lead_id: int, owner_id: int) -> bool:
    """This function will say whether a lead is somebody's to work, and nobody has reached out yet."""
    rows = Lead.objects.filter(pk=lead_id, owner_id=owner_id, status__in=WORKED, first_touched_at__isnull=True)
    return rows.exists()


def known_of(lead: Lead) -> Known:
    """This function will return what a lead's score is reckoned from."""
    return Known(
        industry=lead.industry,
        employees=lead.employees,
        country=str(lead.country),
        technology=lead.technology,
        persona=lead.persona,
        title=lead.person_title,
        use_case=lead.use_case,
        timeline=lead.timeline,
        product_line=lead.product_line,
    )
