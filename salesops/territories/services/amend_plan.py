"""Move the day a draft begins on, or give another reason; or give the draft up."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.territories.events import PLAN_CHANGED, PLAN_DISCARDED
from salesops.territories.models import TerritoryPlan
from salesops.territories.services.draft_plan import check_day
from salesops.territories.services.plan_locking import lock_draft, ref
from salesops.territories.services.telling import require_reason, tell


def amend_plan(
    *, actor: Actor, now: datetime, number: int, version: int | None, effective_on: date, reason: str
) -> TerritoryPlan:
    """This function will change a draft's first day and its reason (domain §5.4).

    Raises: Refused; NotVisible; Conflict; StaleVersion; Invalid for a day that is over or a reason too short.
    """
    with transaction.atomic():
        plan = lock_draft(actor, number, version, theatre=min(actor.regions, default=""))
        why = require_reason(reason)
        check_day(effective_on, now)
        plan.effective_on, plan.reason = effective_on, why
        plan.save(update_fields=["effective_on", "reason"])
        plan.read_version()
        data = {"number": number, "effective_on": effective_on.isoformat(), "reason": why}
        tell(PLAN_CHANGED, ref(plan), data, actor=actor, now=now)
    return plan


def discard_plan(*, actor: Actor, now: datetime, number: int, version: int | None) -> TerritoryPlan:
    """This function will give a draft up; it stays to be read, and its number is never used again.

    Raises: Refused; NotVisible; Conflict; StaleVersion.
    """
    with transaction.atomic():
        plan = lock_draft(actor, number, version)
        plan.state = "discarded"
        plan.save(update_fields=["state"])
        tell(PLAN_DISCARDED, ref(plan), {"number": number}, actor=actor, now=now)
    return plan
