"""More time for a POC: ask for it, give one's part, or refuse it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import facts_of, ref
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.poc import EXTENSION_DAYS, MOST_EXTENSIONS
from qualification.models import Extension, Poc
from qualification.queries.extensions import REGIONAL_VP, VALIDATION, open_part
from qualification.services.poc_locking import lock_poc, require_state
from salesops.charter import decide
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ASK, GIVE = "poc.plan", "opp.view_full"
REASON_LENGTH = 20


def ask_extension(*, actor: Actor, now: datetime, poc_id: int, days: int, reason: str) -> Extension:
    """This function will ask for more days; a validator who asks gives the first part with it (domain §4.2).

    Raises: NotVisible, Refused, Conflict once measuring is closed and for a third extension, whoever asks,
    Invalid for more than 14 days, a short reason, or while one is asked already.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ASK)
        require_state(poc, opportunity, ASK, "planned", "running")
        earlier = list(poc.extensions.filter(refused_at=None))
        given = sum(each.is_given for each in earlier)
        if given >= MOST_EXTENSIONS:
            raise _spent(opportunity)
        if faults := _faults(days, reason, is_asked=len(earlier) > given):
            raise Invalid(faults)
        validates = decide(actor, "validation.decide", facts_of(opportunity, actor)).allowed
        row = Extension.objects.create(
            poc=poc,
            number=given + 1,
            days=days,
            reason=reason.strip(),
            asked_by_id=actor.person_id,
            asked_at=now,
            validator_id=actor.person_id if validates else None,
            validated_at=now if validates else None,
        )
        data = {"poc_id": poc.pk, "number": row.number, "days": days, "reason": row.reason}
        tell(opportunity, events.POC_EXTENSION_ASKED, actor=actor, now=now, data=data)
        return row


def give_extension(*, actor: Actor, now: datetime, poc_id: int, expected_version: int | None = None) -> Extension:
    """This function will give one's part of what is asked; with both parts the time box grows (domain §4.2).

    Raises: NotVisible, Refused, Conflict where nothing is asked or the other part is for a second person,
    StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity, row = _asked(actor, poc_id, expected_version)
        part = open_part(actor, opportunity, row, facts_of(opportunity, actor).team_mode)
        if part == VALIDATION:
            row.validator_id, row.validated_at = actor.person_id, now
        elif part == REGIONAL_VP:
            row.regional_vp_id, row.approved_at = actor.person_id, now
        else:
            raise _not_yours(opportunity)
        row.save(update_fields=["validator", "validated_at", "regional_vp", "approved_at"])
        if row.is_given:
            poc.extended_days += row.days
            poc.save(update_fields=["extended_days"])
        data = {"poc_id": poc.pk, "number": row.number, "days": row.days, "part": part, "is_given": row.is_given}
        tell(opportunity, events.POC_EXTENDED, actor=actor, now=now, data=data)
        return row


def refuse_extension(
    *, actor: Actor, now: datetime, poc_id: int, reason: str, expected_version: int | None = None
) -> Extension:
    """This function will refuse what is asked, by whoever may give a part or asked for it; it may be asked again.

    Raises: NotVisible, Refused, Conflict where nothing is asked or the person has no part in it, Invalid, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity, row = _asked(actor, poc_id, expected_version)
        is_theirs = actor.user_id in (row.asked_by_id, row.validator_id, row.regional_vp_id)
        if not is_theirs and not open_part(actor, opportunity, row, facts_of(opportunity, actor).team_mode):
            raise _not_yours(opportunity)
        if len(reason.strip()) < REASON_LENGTH:
            raise Invalid({"reason": [f"Say why in at least {REASON_LENGTH} characters."]})
        row.refused_by_id, row.refused_at, row.refused_reason = actor.person_id, now, reason.strip()
        row.save(update_fields=["refused_by", "refused_at", "refused_reason"])
        data = {"poc_id": poc.pk, "number": row.number, "reason": row.refused_reason}
        tell(opportunity, events.POC_EXTENSION_REFUSED, actor=actor, now=now, data=data)
        return row


def _asked(actor: Actor, poc_id: int, expected_version: int | None) -> tuple[Poc, Opportunity, Extension]:
    poc, opportunity = lock_poc(actor, poc_id, GIVE, expected_version=expected_version)
    require_state(poc, opportunity, GIVE, "planned", "running")
    row = next((each for each in poc.extensions.filter(refused_at=None) if each.is_asked), None)
    if row is None:
        raise Conflict(
            "extension_not_asked",
            "Nobody asks for more time for this POC. Nothing was changed.",
            next_action="Ask for it first.",
            action=GIVE,
            subject=ref(opportunity),
        )
    return poc, opportunity, row


def _faults(days: int, reason: str, *, is_asked: bool) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not 1 <= days <= EXTENSION_DAYS:
        faults["days"] = [f"An extension adds 1 to {EXTENSION_DAYS} days."]
    if len(reason.strip()) < REASON_LENGTH:
        faults["reason"] = [f"Say what the time is for in at least {REASON_LENGTH} characters."]
    if is_asked:
        faults["extension"] = ["More time is asked for already; it waits for its second person."]
    return faults


def _spent(opportunity: Opportunity) -> Conflict:
    return Conflict(
        "poc_extended_twice",
        "This POC was extended twice; nobody gives it a third time. Nothing was changed.",
        next_action="Close the measurement with what there is, or abandon the POC and plan another one.",
        action=ASK,
        subject=ref(opportunity),
    )


def _not_yours(opportunity: Opportunity) -> Conflict:
    return Conflict(
        "extension_second_person",
        "An extension is given by pre-sales validation and a regional VP, two people who do not own the deal. "
        "No open part of it is yours. Nothing was changed.",
        next_action="Ask the one who is missing.",
        action="approval.decide",
        subject=ref(opportunity),
    )
