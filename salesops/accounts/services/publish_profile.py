"""Put the next version of a profile in force."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.domain.profiles import changes
from salesops.accounts.events import PROFILE_PUBLISHED
from salesops.accounts.models import ProfileVersion
from salesops.accounts.services.profile_drafts import ACTION, lock_draft, ref, tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict


def publish_profile(*, actor: Actor, now: datetime, kind: str, number: int, version: int) -> ProfileVersion:
    """This function will put a draft that was read at `version` in force; it never changes again (domain §11.7).

    What is scored from now on is scored by it; what was scored keeps its score with the version it was made by, but
    for the leads that are worked: they are scored anew.

    Raises: Refused; NotVisible; Conflict once it is published, or where it says nothing new; StaleVersion.
    """
    with transaction.atomic():
        draft = lock_draft(actor, kind, number, version)
        before = ProfileVersion.objects.get(kind=kind, number=number - 1)
        made = [f"{each.what}: {each.old} → {each.new}" for each in changes(before.said, draft.said)]
        if not made:
            raise Conflict(
                "nothing_new",
                f"{draft} says what v{before.number} says. Nothing was changed.",
                next_action="Change a rule first.",
                action=ACTION,
                subject=ref(draft),
            )
        draft.published_at, draft.published_by_id = now, actor.person_id
        draft.save(update_fields=["published_at", "published_by_id"])
        draft.read_version()
        tell(draft, PROFILE_PUBLISHED, {"changes": made, "reason": draft.reason}, actor=actor, now=now)
    return draft
