"""Throw away the draft of a profile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.events import PROFILE_DISCARDED
from salesops.accounts.services.profile_drafts import lock_draft, tell
from salesops.core.actor import Actor


def discard_profile(*, actor: Actor, now: datetime, kind: str, number: int, version: int) -> None:
    """This function will remove a draft that was read at `version`; the ledger keeps what it said (domain §11.7).

    Raises: Refused; NotVisible; Conflict once it is published; StaleVersion.
    """
    with transaction.atomic():
        draft = lock_draft(actor, kind, number, version)
        tell(draft, PROFILE_DISCARDED, {"rules": draft.rules, "reason": draft.reason}, actor=actor, now=now)
        draft.delete()
