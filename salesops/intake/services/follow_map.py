"""Let leads follow the map: whose place it is now works them, at once (domain §5.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import SYSTEM
from salesops.intake.models import Lead
from salesops.intake.queries.ownership import heir_of, led_by_the_map, resolve_leads
from salesops.intake.services.give_lead import give_lead
from salesops.territories.domain.maps import TerritoryMap
from salesops.territories.queries.maps import territory_map
from salesops.users.queries import actor_of


def follow_map(*, now: datetime) -> int:
    """This function will give every worked lead to whose place it is now, and return how many went (domain §5.4).

    What somebody found, took or was handed stays theirs; where nobody sells now, nothing moves. It may run twice.
    """
    known = territory_map()
    worked = list(led_by_the_map().order_by("pk"))
    found = resolve_leads(worked, now, known)
    pairs = zip(worked, found, strict=True)
    return sum(_follow(lead.pk, known, now) for lead, its in pairs if heir_of(lead.owner_id, its))


def _follow(lead_id: int, known: TerritoryMap, now: datetime) -> bool:
    with transaction.atomic():
        lead = Lead.objects.select_for_update(no_key=True).get(pk=lead_id)
        found = resolve_leads([lead], now, known)[0]
        heir = heir_of(lead.owner_id, found)
        if heir is None or not lead.is_worked:
            return False
        reason = f"The map changed. {found.explanation}"
        give_lead(lead, actor_of(heir), reason=reason, territory_id=found.territory_id, actor=SYSTEM, now=now)
        return True
