"""Write the pursuit plan and the discovery answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from opportunities import events
from opportunities.domain.kinds import ALL_QUESTIONS
from opportunities.models import Discovery, PlanAction, PursuitPlan
from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

PLAN_FIELDS = "objective why_anything why_now why_us risks help_needed close_plan".split()


@dataclass(frozen=True, slots=True)
class NewAction:
    """A dated action of the plan, ours or the customer's."""

    text: str
    due_on: date
    is_theirs: bool = False


def write_plan(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    texts: Mapping[str, str],
    actions: Sequence[NewAction] | None = None,
    expected_version: int | None = None,
) -> PursuitPlan:
    """This function will write the given parts of the pursuit plan; `actions`, if given, replace the open ones.

    Domain §2.13. Raises: NotVisible, Refused, Conflict R28, Invalid for an unknown part.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        require_open(opportunity, "opp.edit_core")
        unknown = set(texts) - set(PLAN_FIELDS)
        if unknown:
            raise Invalid({name: ["The plan has no such part."] for name in sorted(unknown)})
        written = {name: text.strip() for name, text in texts.items()}
        plan, _ = PursuitPlan.objects.update_or_create(
            opportunity=opportunity, defaults={**written, "updated_at": now, "updated_by_id": actor.person_id}
        )
        if actions is not None:
            plan.actions.filter(done_at__isnull=True).delete()
            PlanAction.objects.bulk_create(
                PlanAction(plan=plan, text=item.text, due_on=item.due_on, is_theirs=item.is_theirs) for item in actions
            )
        tell(opportunity, events.PLAN_WRITTEN, actor=actor, now=now, data={"parts": sorted(texts)})
        return plan


def write_discovery(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    answers: Mapping[str, str],
    expected_version: int | None = None,
) -> Discovery:
    """This function will write the given answers of the discovery template; an empty one removes it (domain §2.13).

    Raises: NotVisible, Refused (R01 for a partner), Conflict R28, Invalid for an unknown question.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        require_open(opportunity, "opp.edit_core")
        unknown = set(answers) - set(dict(ALL_QUESTIONS))
        if unknown:
            raise Invalid({name: ["The template has no such question."] for name in sorted(unknown)})
        row, _ = Discovery.objects.get_or_create(
            opportunity=opportunity, defaults={"updated_at": now, "updated_by_id": actor.person_id}
        )
        merged = row.answers | {key: text.strip() for key, text in answers.items()}
        row.answers = {key: text for key, text in merged.items() if text}
        row.updated_at, row.updated_by_id = now, actor.person_id
        row.save(update_fields=["answers", "updated_at", "updated_by_id"])
        tell(opportunity, events.DISCOVERY_WRITTEN, actor=actor, now=now, data={"answers": sorted(answers)})
        return row
