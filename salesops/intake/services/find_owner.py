"""Who owns a new lead, and why (domain §5, §11.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor
from salesops.intake.models import Lead

# Who went out and found them works them.
OWN_WORK = ("outbound_sdr", "outbound_ae")


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of a lead, the territory they have it by, and the sentence that explains it."""

    owner_id: int | None
    territory_id: int | None
    reason: str


def find_owner(actor: Actor, lead: Lead, *, now: datetime) -> Ownership:
    """This function will say who owns a lead: who found it, else whoever its place belongs to."""
    if actor.has_role(*OWNER_ROLES):
        return Ownership(actor.user_id, None, f"{actor.name} brought it in.")
    return Ownership(None, None, "Nobody yet: a regional VP or sales operations gives it an owner.")
