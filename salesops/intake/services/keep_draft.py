"""Keep what a partner has typed so far, and throw it away again (domain §11.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.intake.domain import answers as questions
from salesops.intake.models import Introduction
from salesops.intake.services.acting import lock_draft, lock_own, partner_of, require_nda

MOST_DRAFTS = 20


def keep_draft(*, actor: Actor, now: datetime, answers: Mapping[str, object], receipt: str = "") -> Introduction:
    """This function will store unfinished answers as they are; nothing is checked and nobody here sees them.

    Raises: NotVisible; Refused R18; Conflict where it was sent already, or for more than twenty drafts.
    """
    with transaction.atomic():
        if receipt:
            introduction = lock_draft(actor, receipt)
            partner = introduction.partner
        else:
            partner = partner_of(actor)
            if partner.introductions.filter(state="draft", submitted_by_id=actor.user_id).count() >= MOST_DRAFTS:
                raise Conflict("drafts", "You keep twenty drafts already.", next_action="Send or discard one of them.")
            introduction = Introduction(partner=partner, created_at=now)
        require_nda(actor, partner, now)
        introduction.submitted_by_id = actor.user_id
        introduction.draft = questions.keep_draft(answers)
        introduction.saved_at = now
        introduction.save()
    return introduction


def discard_draft(*, actor: Actor, receipt: str) -> None:
    """This function will remove a draft for good. Raises: NotVisible; Conflict where it was sent already."""
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        if introduction.state != "draft":
            raise Conflict("sent", "This introduction was sent already.", next_action="Withdraw it instead.")
        introduction.delete()
