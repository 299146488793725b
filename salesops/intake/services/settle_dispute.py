"""Answer an objection, by a second person (domain §11.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, Refused
from salesops.intake import events
from salesops.intake.models import ProtectionDispute
from salesops.intake.services.acting import KEEPERS, lock_kept, read_words, ref, tell
from salesops.intake.services.tell_partner import tell_partner


def settle_dispute(
    *, actor: Actor, now: datetime, receipt: str, outcome: str, ruling: str, version: int | None = None
) -> ProtectionDispute:
    """This function will answer a dispute, for good; whoever decided the introduction does not judge it (§11.3).

    Raises: NotVisible; StaleVersion; Refused; Conflict where none is open; Invalid.
    """
    words = read_words(ruling, "ruling")
    if outcome not in ("upheld", "rejected"):
        raise Invalid({"outcome": ["Choose an outcome."]})
    with transaction.atomic():
        introduction = lock_kept(actor, receipt, version)
        if not actor.has_role(*KEEPERS) or introduction.decided_by_id == actor.user_id:
            raise Refused(
                "R15", "A second person judges a dispute: a partner manager, operations, a regional VP or a leader.",
                next_action="Ask one of them.", action="dispute.settle", subject=ref(introduction),
            )  # fmt: skip
        dispute = introduction.disputes.select_for_update().filter(settled_at__isnull=True).first()
        if dispute is None:
            raise Conflict(
                "dispute", "No dispute is open.", next_action="Nothing was changed.", subject=ref(introduction)
            )
        dispute.outcome, dispute.ruling = outcome, words
        dispute.settled_by_id, dispute.settled_at = actor.user_id, now
        dispute.save(update_fields=["outcome", "ruling", "settled_by_id", "settled_at"])
        tell(introduction, events.DISPUTE_SETTLED, actor=actor, now=now, data={"outcome": outcome})
        tell_partner(
            introduction, key=f"ruling:{dispute.pk}", now=now, title=f"Our answer on {introduction.company}", body=words
        )
    return dispute
