"""Take an introduction back for its partner (domain §11.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.intake import events
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_own, require_move, tell
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.tell_partner import tell_us


def withdraw_introduction(*, actor: Actor, now: datetime, receipt: str) -> Introduction:
    """This function will take an introduction back; its protection ends with it (§11.4).

    Raises: NotVisible; Conflict once it ended.
    """
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_move(introduction, "withdrawn")
        introduction.ended_at = now
        introduction.withdraw()
        introduction.save()
        end_protection(introduction, reason="withdrawn", actor=actor, now=now)
        tell(introduction, events.INTRO_WITHDRAWN, actor=actor, now=now, data={})
        tell_us(
            introduction, key="withdrawn", to=introduction.host_id or introduction.reviewer_id, now=now,
            title=f"{introduction.company} was withdrawn",
            body=f"{introduction.partner.name} took {introduction.receipt} back.",
        )  # fmt: skip
    return introduction
