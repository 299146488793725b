"""Draft the next version of a profile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.accounts.domain.profiles import Rules
from salesops.accounts.events import PROFILE_DRAFTED
from salesops.accounts.models import ProfileVersion
from salesops.accounts.services.profile_drafts import ACTION, ref, tell, write
from salesops.charter import Facts, require
from salesops.core.actor import Actor
from salesops.core.errors import Conflict


def draft_profile(*, actor: Actor, now: datetime, kind: str, rules: Rules, reason: str) -> ProfileVersion:
    """This function will draft the version of a profile after the one in force; nothing is scored by it yet (§11.7).

    `kind` is "icp" or "persona". There is one draft of each at a time, shared by sales operations.

    Raises: Refused; Conflict where there is a draft; Invalid with every complaint.
    """
    require(actor, ACTION, Facts())
    with transaction.atomic():
        newest = ProfileVersion.objects.select_for_update(no_key=True).filter(kind=kind).order_by("-number")[0]
        if newest.published_at is None:
            raise Conflict(
                "draft_exists",
                f"{newest} is drafted already. Nothing was changed.",
                next_action="Go on with that draft, or discard it.",
                action=ACTION,
                subject=ref(newest),
            )
        draft = ProfileVersion(kind=kind, number=newest.number + 1, author_id=actor.person_id, created_at=now)
        write(draft, rules, reason)
        tell(draft, PROFILE_DRAFTED, {"from": newest.number}, actor=actor, now=now)
    return draft
