"""Record that the champion signed the success plan by e-mail or in a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.attest import pointer_faults
from opportunities.services.locking import ref
from opportunities.services.telling import tell
from qualification import events
from qualification.models import PlanSignature, SuccessPlan
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed, lock_poc, require_state
from qualification.services.send_sign_link import require_champion
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "poc.plan"
NOTE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class SignOff:
    """Which version the champion agreed to, and how: `e_mail` points at the filed mail, `meeting` at the activity."""

    plan_number: int
    contact_id: int
    method: str
    note: str
    activity_id: int | None = None
    document_id: int | None = None


def record_signature(*, actor: Actor, now: datetime, poc_id: int, given: SignOff) -> PlanSignature:
    """This function will record a sign-off of the newest version that was not given by a link (domain §4.2).

    Raises: NotVisible, Refused, Conflict where another version is the newest, Invalid naming what evidence is missing.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION)
        require_state(poc, opportunity, ACTION, "planned", "running")
        plan = current_plan(poc)
        if plan is None or is_signed(plan):
            raise Invalid({"plan": ["No version of the plan waits for a signature."]})
        _require_newest(opportunity, plan, given)
        require_champion(opportunity, given.contact_id)
        faults = pointer_faults(
            actor, opportunity, contact_id=None, activity_id=given.activity_id, document_id=given.document_id
        )
        if faults or (faults := _faults(given)):
            raise Invalid(faults)
        signature = PlanSignature.objects.create(
            plan=plan,
            contact_id=given.contact_id,
            signed_name=opportunity.account.contacts.get(pk=given.contact_id).name if opportunity.account else "",
            method=given.method,
            note=given.note.strip(),
            activity_id=given.activity_id,
            document_id=given.document_id,
            fingerprint=plan.fingerprint,
            recorded_by_id=actor.person_id,
            at=now,
        )
        data = {"poc_id": poc.pk, "number": plan.number, "fingerprint": plan.fingerprint, "method": given.method}
        tell(opportunity, events.POC_PLAN_SIGNED, actor=actor, now=now, data=data)
        return signature


def _require_newest(opportunity: Opportunity, plan: SuccessPlan, given: SignOff) -> None:
    if plan.number != given.plan_number:
        raise Conflict(
            "plan_changed",
            f"Version {plan.number} is the newest, not {given.plan_number}. Nothing was recorded.",
            next_action="Read the newest version, and record what the champion agreed to.",
            action=ACTION,
            subject=ref(opportunity),
        )


def _faults(given: SignOff) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if given.method not in ("e_mail", "meeting"):
        faults["method"] = ["Choose e-mail or meeting."]
    if len(given.note.strip()) < NOTE_LENGTH:
        faults["note"] = [f"Say what they agreed to in at least {NOTE_LENGTH} characters."]
    if given.method == "e_mail" and not given.document_id:
        faults["document"] = ["Point at the filed e-mail."]
    if given.method == "meeting" and not given.activity_id:
        faults["activity"] = ["Point at the meeting."]
    return faults
