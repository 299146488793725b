"""End the alignment of a requirement group that something changed in."""

from __future__ import annotations

from datetime import datetime

from opportunities.models import Opportunity
from opportunities.services.reach_milestone import revoke_where_reached
from opportunities.services.telling import tell
from qualification import events
from qualification.models import Alignment
from salesops.core.actor import Actor


def is_aligned(opportunity: Opportunity, kind: str) -> bool:
    """This function will say whether a group is aligned: the newest word on it counts."""
    newest = opportunity.alignments.filter(kind=kind).order_by("-id").first()
    return newest is not None and newest.is_aligned


def end_alignment(opportunity: Opportunity, kind: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """This function will end an alignment of a locked opportunity and take Business Win back (domain §2.5).

    A group that is not aligned stays as it is.
    """
    if not is_aligned(opportunity, kind):
        return
    Alignment.objects.create(
        opportunity=opportunity, kind=kind, is_aligned=False, note=reason, by_id=actor.person_id, at=now
    )
    data = {"group": kind, "reason": reason}
    tell(opportunity, events.GROUP_UNALIGNED, actor=actor, now=now, data=data)
    why = f"The {kind} requirements are not aligned any more: {reason}"
    revoke_where_reached(opportunity, "business_win", why, actor=actor, now=now)
