"""Read disputes about accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from salesops.accounts.queries import sees_customers
from salesops.charter import Facts, decide
from salesops.core.actor import Actor
from salesops.core.errors import NotVisible
from salesops.territories.models import TerritoryDispute


def disputes(actor: Actor) -> QuerySet[TerritoryDispute]:
    """This function will return the disputes the actor may see, open ones first."""
    rows = TerritoryDispute.objects.select_related("account", "present_owner", "held_by", "claimed_by", "settled_for")
    rows = rows.prefetch_related("words__by", "words__territory").order_by("settled_at", "-id")
    return rows if sees_customers(actor) else rows.none()


def dispute_by_id(actor: Actor, dispute_id: int) -> TerritoryDispute:
    """This function will return one dispute. Raises: NotVisible."""
    found = disputes(actor).filter(pk=dispute_id).first()
    if found is None:
        raise NotVisible("dispute_not_found", "There is no such dispute here.")
    return found


def worker_of_disputed(account_id: int) -> int | None:
    """This function will return who works an account while a dispute about it is open; None where none is."""
    rows = TerritoryDispute.objects.filter(account=account_id, settled_at__isnull=True)
    return rows.values_list("present_owner_id", flat=True).first()


def may_judge(actor: Actor, dispute: TerritoryDispute) -> bool:
    """This function will say whether somebody speaks for a side of a dispute."""
    theatres = {dispute.held_by.theatre, dispute.claimed_by.theatre}
    return any(decide(actor, "territory.settle", Facts(region=theatre)).allowed for theatre in theatres)
