"""Try a move and take it back: what `dry_run` answers (interface §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities.services.moving import Moved
from opportunities.services.transition import Wish, transition
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, Refused, SalesOpsError


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do, or the error that would stop it."""

    moved: Moved | None
    error: SalesOpsError | None = None


class _TakeBack(Exception):
    """Ends a rehearsal and its writes."""


def rehearse(
    *, actor: Actor, now: datetime, opportunity_id: int, wish: Wish, expected_version: int | None = None
) -> Preview:
    """This function will carry out the move and roll it back, so that it says exactly what the move would.

    A rehearsed refusal is no refusal: it is returned, and nothing is written to the ledger.

    Raises: NotVisible, StaleVersion: these are about the request, not about the move.
    """
    moved: Moved | None = None
    try:
        with transaction.atomic():
            moved = transition(
                actor=actor, now=now, opportunity_id=opportunity_id, wish=wish, expected_version=expected_version
            )
            raise _TakeBack
    except _TakeBack:
        return Preview(moved)
    except (Refused, Conflict, Invalid) as error:
        return Preview(None, error)
