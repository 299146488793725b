"""End a POC: with its readout, or before it says anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.success_plan import CHAMPIONS
from qualification.models import VERDICTS, Poc
from qualification.services.poc_locking import lock_poc, require_state
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "poc.plan"
REASON_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Readout:
    """The meeting where the results were read out, the customer's verdict, and the next step both agreed."""

    activity_id: int
    verdict: str
    next_step: str


def conclude_poc(
    *, actor: Actor, now: datetime, poc_id: int, readout: Readout, expected_version: int | None = None
) -> Poc:
    """This function will end a measured POC with its readout (domain §4.4).

    Raises: NotVisible, Refused, StaleVersion, Conflict unless it is measured, Invalid: the readout is a meeting
    after the measuring with the champion and another person of the customer, and the results document is filed.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "measured")
        if faults := _faults(poc, opportunity, readout):
            raise Invalid(faults)
        poc.readout_id, poc.verdict, poc.ended_at = readout.activity_id, readout.verdict, now
        poc.agreed_next_step = readout.next_step.strip()
        poc.conclude()
        poc.save(update_fields=["state", "readout", "verdict", "agreed_next_step", "ended_at"])
        data = {"poc_id": poc.pk, "outcome": poc.outcome, "verdict": poc.verdict}
        tell(opportunity, events.POC_CONCLUDED, actor=actor, now=now, data=data)
        return poc


def abandon_poc(*, actor: Actor, now: datetime, poc_id: int, reason: str, expected_version: int | None = None) -> Poc:
    """This function will stop a POC before its validation session, for a reason (domain §4.4).

    Raises: NotVisible, Refused, Conflict once session 4 was held, Invalid without a reason, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "planned", "running")
        if poc.sessions.filter(kind="validation", state="held").exists():
            raise Invalid({"reason": ["The validation session was held: close the measurement, it decides."]})
        if len(reason.strip()) < REASON_LENGTH:
            raise Invalid({"reason": [f"Say why in at least {REASON_LENGTH} characters."]})
        poc.outcome, poc.outcome_sentence, poc.reason, poc.ended_at = "abandoned", "Abandoned.", reason.strip(), now
        poc.abandon()
        poc.save(update_fields=["state", "outcome", "outcome_sentence", "reason", "ended_at"])
        tell(opportunity, events.POC_ABANDONED, actor=actor, now=now, data={"poc_id": poc.pk, "reason": poc.reason})
        return poc


def _faults(poc: Poc, opportunity: Opportunity, readout: Readout) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    meeting = opportunity.activities.filter(
        pk=readout.activity_id, kind__in=["meeting", "call"], happened_at__gte=poc.measured_at
    ).first()
    if meeting is None:
        faults["activity"] = ["Choose a meeting held after the measuring was closed."]
    else:
        champions = opportunity.stakeholders.filter(role__in=CHAMPIONS).values("contact_id")
        if meeting.customer_count < 2 or not meeting.contacts.filter(pk__in=champions).exists():
            faults["activity"] = ["The champion and at least one more person of the customer were there."]
    if readout.verdict not in dict(VERDICTS):
        faults["verdict"] = [f"Choose one of: {', '.join(dict(VERDICTS))}."]
    if not readout.next_step.strip():
        faults["next_step"] = ["Say what both sides do next."]
    if not opportunity.documents.filter(kind="results").exclude(state="void").exists():
        faults["document"] = ["File the results document first."]
    return faults
