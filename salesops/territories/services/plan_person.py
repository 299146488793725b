"""Say in a draft who is to have a territory, or take that back; nothing changes before the plan is published."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid, NotVisible
from salesops.territories.domain.maps import DUTIES
from salesops.territories.events import PLAN_CHANGED
from salesops.territories.models import PlannedAssignment, Territory, TerritoryPlan
from salesops.territories.services.assign import may_hold
from salesops.territories.services.plan_locking import lock_draft, ref, touch
from salesops.territories.services.telling import tell


def plan_person(
    *,
    actor: Actor,
    now: datetime,
    number: int,
    version: int | None,
    territory_id: int,
    duty: str,
    person_id: int | None,
    starts_on: date | None = None,
) -> PlannedAssignment:
    """This function will plan who has a territory from the draft's first day on, or a later one (domain §5.3).

    Nobody (`person_id=None`) leaves it vacant. What the draft said of this duty before is replaced.

    Raises: Refused outside the actor's region; NotVisible; Conflict; StaleVersion; Invalid for a person without the
    role, a day before the draft begins, an unknown territory or duty.
    """
    with transaction.atomic():
        territory = Territory.objects.filter(pk=territory_id).first()
        plan = lock_draft(actor, number, version, theatre=territory.theatre if territory else "")
        _check(plan, territory, duty, person_id, starts_on)
        later = starts_on if starts_on and starts_on > plan.effective_on else None
        row, _ = PlannedAssignment.objects.update_or_create(
            plan=plan, territory_id=territory_id, duty=duty, defaults={"person_id": person_id, "starts_on": later}
        )
        touch(plan)
        _tell(row, "person planned", actor, now)
    return row


def unplan_person(*, actor: Actor, now: datetime, number: int, version: int | None, planned_id: int) -> TerritoryPlan:
    """This function will take a person out of a draft: who has the territory keeps it.

    Raises: Refused; NotVisible; Conflict; StaleVersion.
    """
    with transaction.atomic():
        rows = PlannedAssignment.objects.select_related("territory")
        row = rows.filter(pk=planned_id, plan__number=number).first()
        plan = lock_draft(actor, number, version, theatre=row.territory.theatre if row else "")
        if row is None:
            raise NotVisible("planned_not_found", "There is no such person in this draft.")
        _tell(row, "person dropped", actor, now)
        row.delete()
        touch(plan)
    return plan


def _check(
    plan: TerritoryPlan, territory: Territory | None, duty: str, person_id: int | None, starts_on: date | None
) -> None:
    wrong: dict[str, list[str]] = {}
    if territory is None:
        wrong["territory_id"] = ["There is no such territory."]
    if duty not in DUTIES:
        wrong["duty"] = [f"Choose one of {', '.join(DUTIES)}."]
    elif person_id is not None and not may_hold(person_id, duty):
        wrong["person_id"] = [f"This person is no {DUTIES[duty].lower()}."]
    if starts_on and starts_on < plan.effective_on:
        wrong["starts_on"] = [f"{plan} begins on {plan.effective_on:%d %b %Y}; name that day or a later one."]
    if wrong:
        raise Invalid(wrong)


def _tell(row: PlannedAssignment, what: str, actor: Actor, now: datetime) -> None:
    data = {
        "number": row.plan.number,
        "what": what,
        "territory_id": row.territory_id,
        "duty": row.duty,
        "person_id": row.person_id,
        "starts_on": row.first_day().isoformat(),
    }
    tell(PLAN_CHANGED, ref(row.plan), data, actor=actor, now=now)
