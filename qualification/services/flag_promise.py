"""Raise a red flag on a new deal over what a partner already promised its buyer (docs/domain.md §1.2, T12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from qualification.services.raise_red_flag import LONGEST_TEXT, NewRedFlag, raise_red_flag
from salesops.intake.queries.introductions import promise_of
from salesops.users.queries import actor_of

SEEN_TO_WITHIN = timedelta(days=5)


def flag_promise(*, introduction_id: int, opportunity_id: int, actor_id: int, now: datetime) -> None:
    """This function will raise the flag for who took the deal on; an introduction without a promise changes nothing.

    The proposal names the promise as a special term (T12) once there is one; until then the flag keeps it in sight.
    """
    promise = promise_of(introduction_id)
    if not promise:
        return
    raise_red_flag(
        actor=actor_of(actor_id),
        now=now,
        opportunity_id=opportunity_id,
        new=NewRedFlag(
            text=f"The partner already promised the buyer something (T12): {promise}"[:LONGEST_TEXT],
            severity="medium",
            owner_id=actor_id,
            due_on=(now + SEEN_TO_WITHIN).date(),
            detail=promise,
        ),
    )
