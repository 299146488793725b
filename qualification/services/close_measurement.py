"""End measuring: the outcome is computed; or take the measuring up again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.services.reach_milestone import revoke_where_reached
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.poc_outcome import compute_outcome
from qualification.models import Poc
from qualification.services.poc_locking import lock_poc, require_state
from qualification.services.poc_results import results_of_poc
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "poc.record_result"
LONGEST = 400  # characters of the sentence; many criteria with long texts say more


def close_measurement(*, actor: Actor, now: datetime, poc_id: int, expected_version: int | None = None) -> Poc:
    """This function will compute the outcome from the numbers; nobody writes it (domain §4.4).

    Raises: NotVisible, Refused, Conflict unless the POC runs and its validation session was held, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "running")
        if not poc.sessions.filter(kind="validation", state="held").exists():
            raise Conflict(
                "poc_order",
                "The validation session was not held yet. Nothing was changed.",
                next_action="Hold session 4, or abandon the POC.",
                action=ACTION,
            )
        outcome = compute_outcome(results_of_poc(poc, now))
        poc.outcome, poc.outcome_sentence, poc.measured_at = outcome.name, outcome.sentence[:LONGEST], now
        poc.close_measurement()
        poc.save(update_fields=["state", "outcome", "outcome_sentence", "measured_at"])
        data = {"poc_id": poc.pk, "outcome": outcome.name, "sentence": outcome.sentence}
        tell(opportunity, events.POC_MEASUREMENT_CLOSED, actor=actor, now=now, data=data)
        return poc


def take_up_again(*, actor: Actor, now: datetime, poc_id: int, reason: str, expected_version: int | None = None) -> Poc:
    """This function will open measuring again; the outcome and Tech Win are gone (domain §2.5).

    Raises: NotVisible, Refused, Conflict unless measuring is closed, Invalid without a reason, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "measured")
        if not reason.strip():
            raise Invalid({"reason": ["Say why it is measured again."]})
        poc.outcome, poc.outcome_sentence, poc.measured_at = "", "", None
        poc.take_up_again()
        poc.save(update_fields=["state", "outcome", "outcome_sentence", "measured_at"])
        data = {"poc_id": poc.pk, "reason": reason.strip()}
        tell(opportunity, events.POC_TAKEN_UP_AGAIN, actor=actor, now=now, data=data)
        why = f"The POC was taken up again: {reason.strip()}"
        revoke_where_reached(opportunity, "tech_win", why, actor=actor, now=now)
        return poc
