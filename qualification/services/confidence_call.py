"""The call with our experts that a customer asked for: asked, planned, held."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.models import ConfidenceCall
from qualification.services.leading import lock_for_call
from qualification.services.validation_locking import require_words
from salesops.accounts.queries import contacts
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible

LONGEST_TOPIC = 200


def ask_for_call(*, actor: Actor, now: datetime, opportunity_id: int, contact_id: int, topic: str) -> ConfidenceCall:
    """This function will note that a customer wants to talk to our experts; until then T05 fires (domain §1.6).

    Raises: NotVisible, Refused (R03, R11), Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_for_call(actor, opportunity_id, now=now)
        if not contacts(actor, account_id=opportunity.account_id).filter(pk=contact_id).exists():
            raise Invalid({"contact": ["Choose a contact of this account."]})
        if not 0 < len(topic.strip()) <= LONGEST_TOPIC:
            raise Invalid({"topic": [f"Say in at most {LONGEST_TOPIC} characters what they want to hear."]})
        call = ConfidenceCall.objects.create(
            opportunity=opportunity,
            asked_by_id=contact_id,
            asked_on=now.date(),
            topic=topic.strip(),
            by_id=actor.person_id,
            at=now,
        )
        data = {"call_id": call.pk, "contact_id": contact_id, "topic": call.topic}
        tell(opportunity, events.CALL_ASKED, actor=actor, now=now, data=data)
        return call


def plan_call(*, actor: Actor, now: datetime, call_id: int, planned_for: datetime) -> ConfidenceCall:
    """This function will set when a call takes place. Raises: NotVisible, Refused, Conflict, Invalid for the past."""
    with transaction.atomic():
        call, opportunity = _lock_call(actor, call_id, now)
        if planned_for <= now:
            raise Invalid({"planned_for": ["The call lies ahead."]})
        call.planned_for = planned_for
        call.save(update_fields=["planned_for"])
        data = {"call_id": call.pk, "planned_for": planned_for.isoformat()}
        tell(opportunity, events.CALL_PLANNED, actor=actor, now=now, data=data)
        return call


def hold_call(*, actor: Actor, now: datetime, call_id: int, activity_id: int, outcome: str) -> ConfidenceCall:
    """This function will name the logged call or meeting where it was held, and what came of it.

    Raises: NotVisible, Refused, Conflict once held, Invalid: a call or meeting of this deal, a customer was there.
    """
    with transaction.atomic():
        call, opportunity = _lock_call(actor, call_id, now)
        held = opportunity.activities.filter(pk=activity_id, kind__in=["call", "meeting"], customer_count__gt=0)
        if not held.filter(happened_at__date__gte=call.asked_on).exists():
            raise Invalid({"activity": ["Choose a call or meeting with the customer since they asked."]})
        call.activity_id, call.outcome = activity_id, require_words("outcome", outcome)
        call.save(update_fields=["activity", "outcome"])
        data = {"call_id": call.pk, "activity_id": activity_id, "outcome": call.outcome}
        tell(opportunity, events.CALL_HELD, actor=actor, now=now, data=data)
        return call


def _lock_call(actor: Actor, call_id: int, now: datetime) -> tuple[ConfidenceCall, Opportunity]:
    opportunity_id = ConfidenceCall.objects.filter(pk=call_id).values_list("opportunity_id", flat=True).first()
    if opportunity_id is None:
        raise NotVisible("not_found", f"There is no confidence call {call_id} for you.")
    opportunity = lock_for_call(actor, opportunity_id, now=now)
    call = ConfidenceCall.objects.select_for_update().get(pk=call_id)
    if call.activity_id:
        raise Conflict("call_held", "This call was held. Nothing was changed.", next_action="Ask for another one.")
    return call, opportunity
