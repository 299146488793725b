"""Object to a decision, for the record (domain §11.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.intake import events
from salesops.intake.domain.introductions import ENDED
from salesops.intake.models import Introduction, Protection, ProtectionDispute
from salesops.intake.services.acting import lock_own, read_words, tell
from salesops.intake.services.tell_partner import tell_us


def raise_dispute(*, actor: Actor, now: datetime, receipt: str, words: str) -> ProtectionDispute:
    """This function will put on record that the partner disagrees with a decision (§11.3).

    Raises: NotVisible; Conflict where nothing was decided against them, or a dispute is open; Invalid.
    """
    tidy = read_words(words, "words", most=1000)
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        is_against_them = introduction.state in ENDED or _was_for_rival(introduction)
        if not is_against_them or introduction.disputes.filter(settled_at__isnull=True).exists():
            raise Conflict("dispute", "There is no decision to dispute now.", next_action="Nothing was changed.")
        dispute = ProtectionDispute.objects.create(
            introduction=introduction,
            partner=introduction.partner,
            words=tidy,
            raised_by_id=actor.person_id,
            raised_at=now,
        )
        tell(introduction, events.DISPUTE_RAISED, actor=actor, now=now, data={"dispute_id": dispute.pk, "words": tidy})
        manager = introduction.partner.manager_id or introduction.reviewer_id
        tell_us(
            introduction, key=f"dispute:{dispute.pk}", to=manager, now=now,
            title=f"Settle the dispute over {introduction.company}", body=tidy,
        )  # fmt: skip
    return dispute


def _was_for_rival(introduction: Introduction) -> bool:
    return Protection.objects.filter(introduction=introduction, end_reason="rival").exists()
