"""Make the newest version of a proposal final."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, ref, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.validation import OpenPoint, refusal_code
from qualification.models import ProposalVersion
from qualification.queries.causes import open_points_of
from qualification.services.validation_locking import newest_version
from salesops.charter import require
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict

ACTION = "proposal.finalise"


def finalise_proposal(*, actor: Actor, now: datetime, opportunity_id: int, number: int) -> ProposalVersion:
    """This function will make a version final once every trigger that fires is cleared for it (domain §1.5).

    `number` is the version the owner has read. Final again changes nothing.

    Raises: NotVisible, Refused, Conflict R28, R05 or R06 naming each trigger and who clears it, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require(actor, ACTION, replace(facts_of(opportunity, actor), triggers_cleared=True))
        require_open(opportunity, ACTION)
        version = newest_version(opportunity, ACTION, number=number)
        if points := open_points_of(version, now):
            raise _not_cleared(opportunity, version, points)
        if version.finalised_at is None:
            version.finalised_at, version.finalised_by_id = now, actor.person_id
            version.save(update_fields=["finalised_at", "finalised_by"])
            data = {"number": version.number, "fingerprint": version.fingerprint}
            tell(opportunity, events.PROPOSAL_FINALISED, actor=actor, now=now, data=data)
        return version


def _not_cleared(opportunity: Opportunity, version: ProposalVersion, points: list[OpenPoint]) -> Conflict:
    why = refusal(refusal_code(points))
    words = "; ".join(each.sentence for each in points)
    return Conflict(
        why.code,
        f"{why.sentence} Version {version.number}: {words}. Nothing was changed.",
        next_action=why.next_action,
        action=ACTION,
        subject=ref(opportunity),
        triggers=[{"key": each.key, "route": each.route, "sentence": each.sentence} for each in points],
    )
