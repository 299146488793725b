"""Say that buyer and host are in touch (domain §11.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.intake import events
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_own, require_move, tell
from salesops.intake.services.tell_partner import tell_us


def say_made(*, actor: Actor, now: datetime, receipt: str) -> Introduction:
    """This function will say that the partner has put buyer and host in touch (§11.2).

    Raises: NotVisible; Conflict unless it is accepted.
    """
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_move(introduction, "introduced")
        introduction.introduced_at = now
        introduction.make()
        introduction.save()
        tell(introduction, events.INTRO_MADE, actor=actor, now=now, data={"host_id": introduction.host_id})
        tell_us(
            introduction, key="made", to=introduction.host_id, now=now,
            title=f"{introduction.buyer_name} of {introduction.company} was introduced to you",
            body=f"{introduction.partner.name} says that you are in touch. Log the first conversation.",
        )  # fmt: skip
    return introduction
