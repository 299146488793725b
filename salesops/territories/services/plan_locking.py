"""The first step of every change of a territory plan: lock the draft, ask the charter, check what was read."""

from __future__ import annotations

from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, NotVisible, StaleVersion
from salesops.territories.models import TerritoryPlan
from salesops.territories.services.telling import ACTION


def ref(plan: TerritoryPlan) -> RecordRef:
    """This function will return how ledger and events name the plan."""
    return RecordRef("territory_plan", plan.pk)


def lock_draft(
    actor: Actor, number: int, version: int | None, *, theatre: str = "", action: str = ACTION
) -> TerritoryPlan:
    """This function will lock a draft that the actor may change in a theatre; '' stands for all of them.

    Raises: Refused; NotVisible; Conflict where it is no draft; StaleVersion where another version was read.
    """
    plan = TerritoryPlan.objects.select_for_update(of=("self",)).filter(number=number).first()
    subject = ref(plan) if plan else RecordRef("territory_plan", 0)
    require(actor, action, Facts(subject=subject, region=theatre))
    if plan is None:
        raise NotVisible("plan_not_found", "There is no such territory plan here.")
    if plan.state != "draft":
        raise Conflict(
            "plan_not_draft",
            f"{plan} is {plan.state}. Nothing was changed.",
            next_action="Draft the next version and change that.",
            action=action,
            subject=subject,
        )
    if version is not None and version != plan.version:
        raise StaleVersion(
            "stale_version",
            f"{plan} was changed since you read it (version {version}, now {plan.version}).",
            next_action="Read it again and repeat your change.",
            version=plan.version,
            subject=subject,
        )
    return plan


def touch(plan: TerritoryPlan) -> None:
    """This function will count a change of the plan's rules as a change of the plan: what was read is outdated."""
    plan.save(update_fields=["reason"])
    plan.read_version()
