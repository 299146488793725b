"""Take over the map a company had before it came here, as it is: with its gaps, overlaps and past days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict
from salesops.db.roles import IMPORT
from salesops.territories.events import PLAN_PUBLISHED
from salesops.territories.models import TerritoryAssignment, TerritoryPlan, TerritoryRule
from salesops.territories.services.plan_locking import ref
from salesops.territories.services.publish_plan import ACTION
from salesops.territories.services.telling import tell
from salesops.territories.services.write_rule import NewRule


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody had a territory since a day."""

    territory_id: int
    duty: str
    person_id: int
    since: date


def adopt_plan(
    *,
    actor: Actor,
    now: datetime,
    effective_on: date,
    reason: str,
    rules: Sequence[NewRule],
    held: Sequence[Held],
) -> TerritoryPlan:
    """This function will store the first plan as one that has held since `effective_on`, and who had what (§5.4).

    What is wrong with it the coverage report tells from then on; the next plan has to mend it.

    Raises: Refused unless sales operations; Conflict outside a session of the import role, or where there is a plan.
    """
    require(actor, ACTION, Facts(subject=RecordRef("territory_plan", 0)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        role = cursor.fetchone()[0]
    if role != IMPORT or TerritoryPlan.objects.exists():
        raise Conflict(
            "not_adoptable",
            "Only the migration import takes over a map, and only as the first one.",
            next_action="Draft a plan and publish it.",
            action=ACTION,
        )
    by = {"author_id": actor.person_id, "published_by_id": actor.person_id, "created_at": now, "published_at": now}
    with transaction.atomic():
        plan = TerritoryPlan.objects.create(number=1, state="published", effective_on=effective_on, reason=reason, **by)
        TerritoryRule.objects.bulk_create(
            [
                TerritoryRule(
                    plan=plan, territory_id=each.territory_id, node_id=each.node, segments=sorted(each.segments)
                )
                for each in rules
            ]
        )
        TerritoryAssignment.objects.bulk_create(
            [
                TerritoryAssignment(
                    territory_id=each.territory_id, duty=each.duty, person_id=each.person_id, valid_from=each.since,
                    reason=reason, assigned_by_id=actor.person_id, assigned_at=now,
                )
                for each in held
            ]
        )  # fmt: skip
        data = {"number": 1, "effective_on": effective_on.isoformat(), "reason": reason, "is_adopted": True}
        tell(PLAN_PUBLISHED, ref(plan), data, actor=actor, now=now)
    return plan
