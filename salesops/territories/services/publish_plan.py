"""Put a draft in force from its first day on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.territories.domain.coverage import Coverage, fingerprint
from salesops.territories.domain.maps import DUTIES
from salesops.territories.domain.regions import THEATRES
from salesops.territories.events import PLAN_PUBLISHED
from salesops.territories.models import GapAcknowledgement, Territory, TerritoryPlan
from salesops.territories.queries import day_of
from salesops.territories.queries.coverage import coverage_ahead
from salesops.territories.services.acknowledge_gaps import NEVER
from salesops.territories.services.assign import may_hold, put_person
from salesops.territories.services.draft_plan import check_day
from salesops.territories.services.plan_locking import lock_draft, ref
from salesops.territories.services.telling import tell

ACTION = "territory.publish"


def publish_plan(*, actor: Actor, now: datetime, number: int, version: int | None) -> TerritoryPlan:
    """This function will publish a draft whose coverage is clean, or whose gaps their regional VPs accepted (§5.3).

    Overlaps are never accepted. From then on the plan never changes; on its first day the map does, and leads and
    deals follow it (domain §5.4). Who the draft gives a territory to is assigned with it.

    Raises: Refused unless sales operations; NotVisible; StaleVersion; Invalid where its first day is over; Conflict
    `not_covered` with everything that stands against it.
    """
    with transaction.atomic():
        plan = lock_draft(actor, number, version, action=ACTION)
        check_day(plan.effective_on, now)
        coverages = coverage_ahead(day_of(now), plan)
        if against := objections(plan, coverages):
            raise Conflict(
                "not_covered",
                f"{plan} stays a draft. {' '.join(against)}",
                next_action="Mend the draft, or let the regional VP acknowledge the gaps.",
                action=ACTION,
                subject=ref(plan),
            )
        _assign(plan, actor, now)
        plan.state, plan.published_at, plan.published_by_id = "published", now, actor.person_id
        plan.save(update_fields=["state", "published_at", "published_by_id"])
        plan.read_version()
        data = {"number": number, "effective_on": plan.effective_on.isoformat(), "reason": plan.reason}
        tell(PLAN_PUBLISHED, ref(plan), data, actor=actor, now=now)
    return plan


def _assign(plan: TerritoryPlan, actor: Actor, now: datetime) -> None:
    """Make real who the draft gives territories to, before the last word counts who has what."""
    planned = list(plan.people.order_by("territory", "id"))
    ids = {row.territory_id for row in planned}
    locked = {row.pk: row for row in Territory.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for row in planned:
        day = row.first_day()
        put_person(locked[row.territory_id], row.duty, row.person_id, day, plan.reason[:300], actor=actor, now=now)


def objections(plan: TerritoryPlan, coverages: tuple[Coverage, ...]) -> list[str]:
    """This function will say in sentences what keeps a draft from being published; nothing means it may be."""
    said = []
    accepted = set(
        GapAcknowledgement.objects.filter(plan=plan, plan_version=plan.version).values_list("theatre", "faults")
    )
    for row in plan.people.select_related("person", "territory").order_by("id"):
        if row.person and not may_hold(row.person.pk, row.duty):
            said.append(f"{row.person.name} is no {DUTIES[row.duty].lower()} any more, and {row.territory} wants one.")
    for theatre, name in THEATRES.items():
        found = [each for day in coverages for each in day.faults.values() if each.theatre == theatre]
        if doubled := [each for each in found if each.verdict in NEVER]:
            said.append(f"{name}: rules overlap in {len(doubled)} cells; {doubled[0].explanation}")
        elif found and (theatre, fingerprint(coverages, theatre)) not in accepted:
            said.append(f"{name}: {len(found)} cells have no owner, and its regional VP has not acknowledged that.")
    return said
