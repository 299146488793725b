"""Schedule a session of a POC, or move one to another time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.poc import BY_KEY
from qualification.models import Poc, PocSession
from qualification.services.leading import require_may_lead
from qualification.services.poc_locking import lock_poc, require_state
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.queries import people

ACTION = "poc.plan"


def schedule_session(
    *, actor: Actor, now: datetime, poc_id: int, kind: str, starts_at: datetime, lead_id: int | None = None
) -> PocSession:
    """This function will put a session on the calendar; by default the POC's lead leads it (domain §4.1).

    Leadership leads one only while an escalation is open (§1.2).

    Raises: NotVisible, Refused (R11 for a lead who may not), Conflict, Invalid for an unknown kind, a past time or a
    session scheduled already.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION)
        require_state(poc, opportunity, ACTION, "planned", "running")
        _check(poc, kind, starts_at, now)
        if lead_id and not people(actor).filter(pk=lead_id).exists():
            raise Invalid({"lead": ["Choose one of our people."]})
        return _add(poc, opportunity, kind, starts_at, lead_id or poc.lead_id, actor=actor, now=now)


def reschedule_session(
    *,
    actor: Actor,
    now: datetime,
    session_id: int,
    poc_id: int,
    starts_at: datetime,
    expected_version: int | None = None,
) -> PocSession:
    """This function will close a scheduled session as rescheduled and return the one that takes its place.

    Raises: NotVisible, Refused (R11), Conflict, Invalid where it is not scheduled or the time has passed, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "planned", "running")
        session = poc.sessions.filter(pk=session_id, state="scheduled").first()
        if session is None:
            raise Invalid({"session": ["Only a scheduled session is moved."]})
        session.reschedule()
        session.save(update_fields=["state"])
        _check(poc, session.kind, starts_at, now)
        return _add(poc, opportunity, session.kind, starts_at, session.lead_id, actor=actor, now=now)


def _check(poc: Poc, kind: str, starts_at: datetime, now: datetime) -> None:
    faults: dict[str, list[str]] = {}
    if kind not in BY_KEY:
        faults["kind"] = [f"Choose one of: {', '.join(BY_KEY)}."]
    elif poc.sessions.filter(kind=kind, state="scheduled").exists():
        faults["kind"] = [f"{BY_KEY[kind].label} is scheduled already; move or cancel it."]
    elif not BY_KEY[kind].is_repeatable and poc.sessions.filter(kind=kind, state="held").exists():
        faults["kind"] = [f"{BY_KEY[kind].label} was held already."]
    if starts_at <= now:
        faults["starts_at"] = ["Choose a time to come."]
    if faults:
        raise Invalid(faults)


def _add(
    poc: Poc, opportunity: Opportunity, kind: str, starts_at: datetime, lead_id: int, *, actor: Actor, now: datetime
) -> PocSession:
    require_may_lead(actor, opportunity, lead_id, now=now)
    session = PocSession.objects.create(poc=poc, kind=kind, starts_at=starts_at, lead_id=lead_id, created_at=now)
    data = {"poc_id": poc.pk, "session_id": session.pk, "kind": kind, "starts_at": starts_at.isoformat()}
    tell(opportunity, events.POC_SESSION_SCHEDULED, actor=actor, now=now, data=data)
    return session
