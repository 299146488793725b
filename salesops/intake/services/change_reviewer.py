"""Give a waiting introduction to another reviewer (domain §11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.intake import events
from salesops.intake.domain.introductions import WAITING
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_for_us, ref, tell
from salesops.intake.services.tell_partner import tell_us
from salesops.users.queries import people_by_roles

REVIEWERS = ("sdr", "ae", "bd", "csm", "regional_vp", "leader", "revops_admin")


def change_reviewer(
    *, actor: Actor, now: datetime, receipt: str, reviewer_id: int, version: int | None = None
) -> Introduction:
    """This function will give a waiting introduction to another reviewer; its clock runs on (§11.2).

    Raises: NotVisible; StaleVersion; Refused; Conflict; Invalid.
    """
    reviewer = people_by_roles(actor, REVIEWERS).filter(pk=reviewer_id).first()
    if reviewer is None:
        raise Invalid({"reviewer_id": ["Choose somebody who may decide it."]})
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt, version)
        if introduction.state not in WAITING:
            raise Conflict(
                "state", "It is decided already.", next_action="Nothing was changed.", subject=ref(introduction)
            )
        introduction.reviewer = reviewer
        introduction.save()
        tell(introduction, events.INTRO_REASSIGNED, actor=actor, now=now, data={"reviewer_id": reviewer.pk})
        tell_us(
            introduction, key="reviewer", to=reviewer.pk, now=now,
            title=f"Read the introduction of {introduction.company}", body=f"{actor.name} put it to you.",
        )  # fmt: skip
    return introduction
