"""End the protection of a buyer; it never begins again (domain §11.4)."""

from __future__ import annotations

from datetime import datetime

from salesops.core.actor import Actor
from salesops.intake import events
from salesops.intake.models import Introduction, Protection
from salesops.intake.services.acting import tell


def end_protection(
    introduction: Introduction, *, reason: str, actor: Actor, now: datetime, words: str = ""
) -> Protection | None:
    """This function will end what protection stands on a locked introduction and return it, if there is any.

    `reason`: a key of END_REASONS; `words` say for us what shows it.
    """
    rows = Protection.objects.select_for_update(of=("self",)).filter(introduction=introduction, ended_at__isnull=True)
    protection = rows.first()
    if protection is None:
        return None
    protection.is_held = False
    protection.ended_at, protection.end_reason, protection.end_words = now, reason, words
    protection.save(update_fields=["is_held", "ended_at", "end_reason", "end_words"])
    tell(introduction, events.PROTECTION_ENDED, actor=actor, now=now, data={"reason": reason})
    return protection
