"""Begin the next version of the rules."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid
from salesops.territories.events import PLAN_DRAFTED
from salesops.territories.models import TerritoryPlan, TerritoryRule
from salesops.territories.queries import day_of
from salesops.territories.services.plan_locking import ref
from salesops.territories.services.telling import ACTION, require_reason, tell


def draft_plan(*, actor: Actor, now: datetime, effective_on: date, reason: str) -> TerritoryPlan:
    """This function will open a draft with a copy of the rules of the newest published plan (domain §5.3, §5.4).

    Sales operations draft, and regional VPs propose; there is one draft at a time.

    Raises: Refused; Conflict where there is a draft already; Invalid for a day before today.
    """
    region = min(actor.regions, default="")
    require(actor, ACTION, Facts(subject=RecordRef("territory_plan", 0), region=region))
    why = require_reason(reason)
    check_day(effective_on, now)
    with transaction.atomic():
        numbers = TerritoryPlan.objects.select_for_update().order_by("number").values_list("number", "state")
        found = list(numbers)
        if drafts := [number for number, state in found if state == "draft"]:
            raise Conflict(
                "plan_drafted",
                f"Plan v{drafts[0]} is a draft already.",
                next_action="Change that draft, or discard it first.",
                action=ACTION,
            )
        newest = TerritoryPlan.objects.filter(state="published").order_by("-effective_on", "-number").first()
        highest = TerritoryPlan.objects.aggregate(highest=Max("number"))["highest"] or 0
        plan = TerritoryPlan.objects.create(
            number=highest + 1, effective_on=effective_on, reason=why, author_id=actor.person_id, created_at=now
        )
        copied = _copy_rules(newest, plan) if newest else 0
        data = {"number": plan.number, "effective_on": effective_on.isoformat(), "reason": why, "rules": copied}
        tell(PLAN_DRAFTED, ref(plan), data, actor=actor, now=now)
    return plan


def check_day(effective_on: date, now: datetime) -> None:
    """This function will insist on a day that is not over, and on none before a later plan's. Raises: Invalid."""
    if effective_on < day_of(now):
        raise Invalid({"effective_on": ["A plan begins today or later; the past keeps its map."]})
    last = TerritoryPlan.objects.filter(state="published").aggregate(last=Max("effective_on"))["last"]
    if last and effective_on < last:
        raise Invalid({"effective_on": [f"A published plan begins on {last:%d %b %Y}; begin then or later."]})


def _copy_rules(source: TerritoryPlan, plan: TerritoryPlan) -> int:
    rules = [
        TerritoryRule(
            plan=plan,
            territory_id=rule.territory_id,
            node_id=rule.node_id,
            segments=rule.segments,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
        )
        for rule in TerritoryRule.objects.filter(plan=source).order_by("id")
        if rule.valid_to is None or rule.valid_to > plan.effective_on
    ]
    return len(TerritoryRule.objects.bulk_create(rules))
