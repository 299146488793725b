"""Say that a group of requirements matches what we offer, or that it does not any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.criteria.loading import load_requirements
from qualification.domain.requirements import GROUPS, NOTE_LENGTH
from qualification.models import Alignment
from qualification.services.alignments import end_alignment, is_aligned
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "scope.edit"


def align_group(*, actor: Actor, now: datetime, opportunity_id: int, kind: str, note: str) -> Alignment:
    """This function will record that a group is aligned: each requirement of it is validated (domain §4.5).

    Raises: NotVisible, Refused, Conflict R28, Invalid naming what is missing.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults = _faults(kind, note)
        group = load_requirements([opportunity.pk], now)[opportunity.pk].of(kind)
        if not faults and group.is_aligned:
            faults = {"kind": ["The group is aligned already."]}
        if not faults and not group.may_align:
            faults = {"kind": [f"{group.validated} of {group.listed} requirements are validated; each has to be."]}
        if faults:
            raise Invalid(faults)
        row = Alignment.objects.create(
            opportunity=opportunity, kind=kind, is_aligned=True, note=note.strip(), by_id=actor.person_id, at=now
        )
        tell(opportunity, events.GROUP_ALIGNED, actor=actor, now=now, data={"group": kind, "note": row.note})
        return row


def unalign_group(*, actor: Actor, now: datetime, opportunity_id: int, kind: str, reason: str) -> None:
    """This function will end an alignment for a reason; Business Win is taken back (domain §2.5).

    Raises: NotVisible, Refused, Conflict R28, Invalid without a reason or where the group is not aligned.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        faults = _faults(kind, reason, "reason")
        if not faults and not is_aligned(opportunity, kind):
            faults = {"kind": ["The group is not aligned."]}
        if faults:
            raise Invalid(faults)
        end_alignment(opportunity, kind, reason.strip(), actor=actor, now=now)


def _faults(kind: str, words: str, name: str = "note") -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if kind not in dict(GROUPS):
        faults["kind"] = [f"Choose one of: {', '.join(dict(GROUPS))}."]
    if len(words.strip()) < NOTE_LENGTH:
        faults[name] = [f"Say why in at least {NOTE_LENGTH} characters."]
    return faults
