"""Write the path to the customer's security clearance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.models import SecurityStep
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "scope.edit"
MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class NewStep:
    """One step: what happens, who does it, by which day."""

    text: str
    owner_name: str
    due_on: date


def write_security_path(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    steps: Sequence[NewStep],
    expected_version: int | None = None,
) -> list[SecurityStep]:
    """This function will replace the steps of the path by the given ones, in order (domain §4.6).

    Raises: NotVisible, Refused, Conflict R28, Invalid for a step without text or owner, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults = [
            f"Step {index}: say what happens and who does it."
            for index, step in enumerate(steps, start=1)
            if not (step.text.strip() and step.owner_name.strip())
        ]
        if len(steps) > MOST_STEPS:
            faults.append(f"At most {MOST_STEPS} steps.")
        if faults:
            raise Invalid({"steps": faults})
        opportunity.security_steps.all().delete()
        rows = SecurityStep.objects.bulk_create(
            SecurityStep(
                opportunity=opportunity,
                position=index,
                text=step.text.strip(),
                owner_name=step.owner_name.strip(),
                due_on=step.due_on,
            )
            for index, step in enumerate(steps)
        )
        data = {"steps": [row.text for row in rows]}
        tell(opportunity, events.SECURITY_PATH_WRITTEN, actor=actor, now=now, data=data)
        return rows
