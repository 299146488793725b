"""Let deals follow their account to another territory: at once at the first stage, after a holdover later on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from opportunities import events
from opportunities.models import Holdover, Opportunity
from opportunities.services.change_owner import hand_over
from opportunities.services.placing import Placed
from opportunities.services.telling import tell
from salesops.core.actor import SYSTEM
from salesops.process.queries import definition_of
from salesops.users.queries.leading import holders_of

HOLDOVER_DAYS = 90
TOLD = ("territory", "rule_id", "why")


def follow_territory(*, account_id: int, moved: Mapping[str, Any], now: datetime) -> None:
    """This function will follow what `territory.account_moved.v1` tells (domain §5.4). It may run twice.

    Only deals of those who had the territory follow; who owns by exception keeps the deal, and renewals stay. What
    nobody owns now moves nothing.
    """
    if moved["verdict"] != "owned":
        return
    heirs = _heirs(moved)
    with transaction.atomic():
        rows = Opportunity.objects.select_for_update(of=("self",)).filter(
            account_id=account_id, stage_kind="open", owner_id__in=list(heirs)
        )
        for deal in rows.order_by("pk"):
            if deal.type == "renewal" or not _may_own(deal, heirs[deal.owner_id]):
                continue
            if deal.stage == definition_of(deal.definition_id).first_stage.key:
                placed = Placed(moved["to_territory_id"], {"territory": {key: moved[key] for key in TOLD}})
                hand_over(deal, heirs[deal.owner_id], placed, "The territory changed hands.", actor=SYSTEM, now=now)
            else:
                _hold(deal, heirs[deal.owner_id], moved, now)


def _heirs(moved: Mapping[str, Any]) -> dict[int, int]:
    """Say who takes over from whom; a sales developer's deals go to the next one, or to the account executive."""
    executive = moved["to_owner_id"]
    pairs = {
        moved["from_sdr_id"]: moved["to_sdr_id"] or executive,
        moved["from_owner_id"]: executive,
    }
    return {old: new for old, new in pairs.items() if old and new and old != new}


def _may_own(deal: Opportunity, person_id: int) -> bool:
    return person_id in holders_of(*definition_of(deal.definition_id).owner_roles)


def _hold(deal: Opportunity, heir: int, moved: Mapping[str, Any], now: datetime) -> None:
    """Open a holdover; one that is open already goes on towards the newest heir, and no longer for it."""
    ends_on = (now + timedelta(days=HOLDOVER_DAYS)).date()
    open_one = Holdover.objects.select_for_update().filter(opportunity=deal, outcome="").first()
    if open_one is not None:
        if open_one.to_owner_id == heir:
            return
        open_one.outcome, open_one.ended_at = "superseded", now
        open_one.save(update_fields=["outcome", "ended_at"])
        ends_on = open_one.ends_on
    Holdover.objects.create(
        opportunity=deal, from_owner_id=deal.owner_id, to_owner_id=heir, territory_id=moved["to_territory_id"],
        why=moved["why"][:500], starts_at=now, ends_on=ends_on,
    )  # fmt: skip
    data = {"owner_id": deal.owner_id, "to": heir, "territory": moved["territory"], "until": ends_on.isoformat()}
    tell(deal, events.HOLDOVER_BEGUN, actor=SYSTEM, now=now, data=data)
