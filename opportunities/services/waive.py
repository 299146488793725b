"""Let a criterion through by a named role for a reason; keep the waiver, or lift it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Opportunity, Waiver
from opportunities.services.attest import find_criterion
from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, Refused

ACTION = "criterion.waive"
REASON_LENGTH = 20


def waive(*, actor: Actor, now: datetime, opportunity_id: int, criterion_id: str, reason: str) -> Waiver:
    """This function will waive one criterion of one opportunity, visible on it for ever (domain §0.3).

    Raises: NotVisible, Refused, Conflict if the criterion is never waived (NW) or waived already, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        require_open(opportunity, ACTION)
        criterion = find_criterion(opportunity, criterion_id)
        if not criterion.waivable:
            raise _conflict(opportunity, "never_waived", f"{criterion.text} cannot be waived.", "Meet it.")
        if not actor.has_role(*criterion.waiver_roles):
            raise Refused(
                "refused",
                f"{criterion.text} can be waived by {' or '.join(criterion.waiver_roles)} only.",
                next_action="Ask one of them.",
                action=ACTION,
                subject=ref(opportunity),
            )
        if opportunity.waivers.filter(criterion_id=criterion_id, lifted_at__isnull=True).exists():
            raise _conflict(opportunity, "already_waived", f"{criterion.text} is waived already.", "Go on.")
        why = _reason(reason)
        row = Waiver.objects.create(
            opportunity=opportunity, criterion_id=criterion_id, reason=why, by_id=actor.person_id, at=now
        )
        tell(opportunity, events.WAIVED, actor=actor, now=now, data={"criterion": criterion_id, "reason": why})
        return row


def lift_waiver(*, actor: Actor, now: datetime, opportunity_id: int, criterion_id: str, reason: str) -> Waiver:
    """This function will end a waiver for a reason; it stays visible as lifted (domain §0.3).

    Raises: NotVisible, Refused, Conflict where no waiver is in force, Invalid for a reason under 20 characters.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, ACTION, opportunity)
        row = opportunity.waivers.filter(criterion_id=criterion_id, lifted_at__isnull=True).first()
        if row is None:
            raise _conflict(opportunity, "not_waived", f"{criterion_id} is not waived.", "Look at the gate again.")
        row.lifted_by_id, row.lifted_at, row.lifted_reason = actor.person_id, now, _reason(reason)
        row.save(update_fields=["lifted_by_id", "lifted_at", "lifted_reason"])
        data = {"criterion": criterion_id, "reason": row.lifted_reason}
        tell(opportunity, events.WAIVER_LIFTED, actor=actor, now=now, data=data)
        return row


def keep_waiver(*, actor: Actor, now: datetime, opportunity_id: int, criterion_id: str, reason: str) -> Waiver:
    """This function will waive a criterion afresh whose waiver is in force: it was looked at and still holds (§12).

    The waiver before it stays visible as lifted, and the gate is open throughout. A month runs from now.

    Raises: as `lift_waiver` and `waive`.
    """
    with transaction.atomic():
        lift_waiver(
            actor=actor, now=now, opportunity_id=opportunity_id, criterion_id=criterion_id,
            reason=f"Looked at again and kept: {_reason(reason)}",
        )  # fmt: skip
        return waive(actor=actor, now=now, opportunity_id=opportunity_id, criterion_id=criterion_id, reason=reason)


def _reason(reason: str) -> str:
    if len(reason.strip()) < REASON_LENGTH:
        raise Invalid({"reason": [f"Say why in at least {REASON_LENGTH} characters; it stays on the deal for ever."]})
    return reason.strip()


def _conflict(opportunity: Opportunity, code: str, sentence: str, next_action: str) -> Conflict:
    return Conflict(code, sentence, next_action=next_action, action=ACTION, subject=ref(opportunity))
