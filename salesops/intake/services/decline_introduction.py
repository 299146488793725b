"""Decline an introduction, with a reason the partner sees (domain §11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake import events
from salesops.intake.domain.introductions import DECLINE_REASONS
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_for_us, require_move, tell
from salesops.intake.services.tell_partner import tell_partner


def decline_introduction(
    *, actor: Actor, now: datetime, receipt: str, reason: str, note: str = "", version: int | None = None
) -> Introduction:
    """This function will say no, with a reason of the list; the partner sees the reason and never the note (§11.2).

    Raises: NotVisible; StaleVersion; Refused; Conflict; Invalid for an unknown reason.
    """
    wrong = {}
    if reason not in DECLINE_REASONS:
        wrong["reason"] = ["Choose a reason."]
    if len(note) > 1000:
        wrong["note"] = ["At most 1000 characters."]
    if wrong:
        raise Invalid(wrong)
    with transaction.atomic():
        introduction = lock_for_us(actor, receipt, version)
        require_move(introduction, "declined")
        introduction.decline_reason, introduction.note = reason, " ".join(note.split())
        introduction.decided_at = introduction.ended_at = now
        introduction.decided_by_id = actor.user_id
        introduction.answered_at = introduction.answered_at or now
        introduction.decline()
        introduction.save()
        tell(introduction, events.INTRO_DECLINED, actor=actor, now=now, data={"reason": reason})
        tell_partner(
            introduction, key="declined", now=now, title=f"{introduction.company} was not accepted",
            body=f"Reason: {DECLINE_REASONS[reason].lower()}.",
        )  # fmt: skip
    return introduction
