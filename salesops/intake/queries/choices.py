"""What the forms about leads offer to choose from."""

from __future__ import annotations

from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor
from salesops.intake.models import MarketingAsset
from salesops.users.queries import people_by_roles

Choice = list[tuple[str, str]]
MOST = 300


def owner_choices(actor: Actor) -> Choice:
    """This function will list the people who may own a lead, by name."""
    return [(str(each.pk), each.name) for each in people_by_roles(actor, OWNER_ROLES)]


def asset_choices(actor: Actor) -> Choice:
    """This function will list the assets that were published, newest first."""
    rows = MarketingAsset.objects.filter(published_at__isnull=False).order_by("-published_at", "-id")[:MOST]
    return [(str(each.pk), each.title) for each in rows]
