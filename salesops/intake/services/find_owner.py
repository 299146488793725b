"""Who owns a new lead, and why (domain §5, §11.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesops.charter.capacities import OWNER_ROLES
from salesops.core.actor import Actor
from salesops.intake.models import Lead
from salesops.intake.queries.ownership import resolve_leads

# Who went out and found them works them.
OWN_WORK = ("outbound_sdr", "outbound_ae")


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of a lead, the territory they have it by, and the sentence that explains it."""

    owner_id: int | None
    territory_id: int | None
    reason: str


def find_owner(actor: Actor, lead: Lead, *, now: datetime) -> Ownership:
    """This function will say who owns a lead: who found it, else whose the company or place is, the SDR first (§11.5).

    Where the map has nobody, who opened it keeps it if they own leads at all.
    """
    owns_leads = actor.has_role(*OWNER_ROLES)
    if owns_leads and lead.source in OWN_WORK:
        return Ownership(actor.user_id, None, f"{actor.name} found them.")
    found = resolve_leads([lead], now)[0]
    if owner_id := found.sdr_id or found.owner_id:
        return Ownership(owner_id, found.territory_id, found.explanation)
    if owns_leads:
        return Ownership(actor.user_id, None, f"{actor.name} brought them in. {found.explanation}")
    return Ownership(None, None, f"Nobody yet. {found.explanation}")
