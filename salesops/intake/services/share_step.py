"""Show the partner the next step, in our words (domain §11.6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake import events
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_running, tell


def share_step(*, actor: Actor, now: datetime, receipt: str, step: str, version: int | None = None) -> Introduction:
    """This function will show the partner one next step in our words, or take it away again (§11.6).

    Raises: NotVisible; StaleVersion; Refused; Conflict; Invalid.
    """
    words = " ".join(step.split())
    if len(words) > 200:
        raise Invalid({"step": ["At most 200 characters."]})
    with transaction.atomic():
        introduction = lock_running(actor, receipt, version)
        introduction.shared_step = words
        introduction.save()
        tell(introduction, events.INTRO_STEP_SHARED, actor=actor, now=now, data={"step": words})
    return introduction
