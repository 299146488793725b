"""Lengthen a protection, once (domain §11.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.intake import events
from salesops.intake.domain.introductions import EXTENDED_BY
from salesops.intake.models import Protection
from salesops.intake.services.acting import lock_kept, read_words, ref, tell
from salesops.intake.services.tell_partner import tell_partner


def extend_protection(
    *, actor: Actor, now: datetime, receipt: str, evidence: str, version: int | None = None
) -> Protection:
    """This function will lengthen a protection once, by 30 days, on evidence that something happens (§11.4).

    Raises: NotVisible; StaleVersion; Refused; Conflict where none stands or it was extended; Invalid.
    """
    words = read_words(evidence, "evidence")
    with transaction.atomic():
        introduction = lock_kept(actor, receipt, version)
        rows = Protection.objects.select_for_update(of=("self",)).filter(
            introduction=introduction, ended_at__isnull=True
        )
        protection = rows.first()
        if (
            protection is None
            or protection.extended_at is not None
            or (protection.ends_at <= now and not protection.is_held)
        ):
            raise Conflict(
                "protection", "There is no protection left to extend.", next_action="It is extended once.",
                subject=ref(introduction),
            )  # fmt: skip
        protection.ends_at += EXTENDED_BY
        protection.extended_at, protection.extended_by_id, protection.evidence = now, actor.user_id, words
        protection.save(update_fields=["ends_at", "extended_at", "extended_by_id", "evidence"])
        data = {"ends_at": protection.ends_at.isoformat()}
        tell(introduction, events.PROTECTION_EXTENDED, actor=actor, now=now, data=data)
        tell_partner(
            introduction, key="extended", now=now, title=f"The protection of {introduction.company} is longer",
            body=f"It now runs until {protection.ends_at:%d %b %Y}.",
        )  # fmt: skip
    return protection
