"""Change the draft of a profile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.domain.profiles import Rules, changes
from salesops.accounts.events import PROFILE_AMENDED
from salesops.accounts.models import ProfileVersion
from salesops.accounts.services.profile_drafts import lock_draft, tell, write
from salesops.core.actor import Actor


def amend_profile(
    *, actor: Actor, now: datetime, kind: str, number: int, version: int, rules: Rules, reason: str
) -> ProfileVersion:
    """This function will write other rules, and why, into a draft that was read at `version` (domain §11.7).

    Raises: Refused; NotVisible; Conflict once it is published; StaleVersion; Invalid with every complaint.
    """
    with transaction.atomic():
        draft = lock_draft(actor, kind, number, version)
        made = [f"{each.what}: {each.old} → {each.new}" for each in changes(draft.said, rules)]
        write(draft, rules, reason)
        tell(draft, PROFILE_AMENDED, {"changes": made, "reason": draft.reason}, actor=actor, now=now)
    return draft
