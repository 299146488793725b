"""End a protection because its partner introduced a rival to the same buyer (domain §11.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.intake.domain.introductions import END_REASONS
from salesops.intake.models import Protection
from salesops.intake.services.acting import lock_running, read_words, ref
from salesops.intake.services.end_protection import end_protection
from salesops.intake.services.tell_partner import tell_partner


def end_for_rival(*, actor: Actor, now: datetime, receipt: str, words: str, version: int | None = None) -> Protection:
    """This function will end what protects an introduction; the introduction itself goes on (§11.4).

    `words` say what shows the rival, for us. The partner is told the reason, never the words, and may object.

    Raises: NotVisible; StaleVersion; Refused; Conflict where nothing is protected; Invalid.
    """
    tidy = read_words(words, "words")
    with transaction.atomic():
        introduction = lock_running(actor, receipt, version)
        protection = end_protection(introduction, reason="rival", actor=actor, now=now, words=tidy)
        if protection is None:
            raise Conflict(
                "protection", "Nothing is protected here.", next_action="Nothing was changed.",
                subject=ref(introduction),
            )  # fmt: skip
        tell_partner(
            introduction, key="rival", now=now, title=f"The protection of {introduction.company} has ended",
            body=f"Reason: {END_REASONS['rival']}. If that is not so, object in the portal.",
        )  # fmt: skip
    return protection
