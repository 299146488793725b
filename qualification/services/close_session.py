"""Close a session of a POC: held with its outputs, missed by the customer, or cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from opportunities.models import Opportunity
from opportunities.services.locking import ref
from opportunities.services.log_activity import NewActivity, write_activity
from opportunities.services.telling import tell
from qualification import events
from qualification.domain.poc import BY_KEY, SIGNED_FROM, order_fault
from qualification.models import Poc, PocSession
from qualification.queries.poc import current_plan
from qualification.services.poc_locking import is_signed, lock_poc, require_state
from salesops.charter.refusals import refusal
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid

ACTION = "poc.plan"


@dataclass(frozen=True, slots=True)
class HeldSession:
    """What came of a session: actual minutes by agenda item, the outputs that exist, a note, who attended."""

    minutes: Mapping[str, int] = field(default_factory=dict)
    outputs: Sequence[str] = ()
    note: str = ""
    contact_ids: Sequence[int] = ()


def hold_session(
    *,
    actor: Actor,
    now: datetime,
    poc_id: int,
    session_id: int,
    held: HeldSession,
    expected_version: int | None = None,
) -> PocSession:
    """This function will close a session as held; it stands in the deal's timeline as a meeting (domain §4.1).

    The first one starts the POC. Raises: NotVisible, Refused, Conflict (order; R27 from session 3 on while the
    champion has not signed), Invalid naming the outputs still missing, StaleVersion.
    """
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        require_state(poc, opportunity, ACTION, "planned", "running")
        session = _scheduled(poc, session_id)
        _require_order(poc, opportunity, session)
        _check(session, held, now)
        template = BY_KEY[session.kind]
        new = NewActivity(
            "meeting",
            f"POC: {template.label}",
            held.note,
            happened_at=min(session.starts_at, now),
            minutes=sum(held.minutes.values()) or template.minutes,
            contact_ids=held.contact_ids,
            people_ids=[session.lead_id],
        )
        session.activity = write_activity(actor=actor, now=now, opportunity=opportunity, new=new)
        session.minutes, session.outputs, session.note = dict(held.minutes), sorted(held.outputs), held.note.strip()
        session.hold()
        session.save(update_fields=["state", "minutes", "outputs", "note", "activity"])
        _tell(session, opportunity, actor, now)
        if poc.state == "planned":
            poc.start()
            poc.save(update_fields=["state"])
            tell(opportunity, events.POC_STARTED, actor=actor, now=now, data={"poc_id": poc.pk})
        return session


def miss_session(
    *, actor: Actor, now: datetime, poc_id: int, session_id: int, note: str, expected_version: int | None = None
) -> PocSession:
    """This function will close a session the customer did not come to.

    Raises: NotVisible, Refused, Conflict, Invalid, StaleVersion.
    """
    return _end(actor, now, poc_id, session_id, note, came=False, expected_version=expected_version)


def cancel_session(
    *, actor: Actor, now: datetime, poc_id: int, session_id: int, note: str, expected_version: int | None = None
) -> PocSession:
    """This function will take a session off the calendar, for a reason.

    Raises: NotVisible, Refused, Conflict, Invalid, StaleVersion.
    """
    return _end(actor, now, poc_id, session_id, note, came=True, expected_version=expected_version)


def _end(
    actor: Actor,
    now: datetime,
    poc_id: int,
    session_id: int,
    note: str,
    *,
    came: bool,
    expected_version: int | None,
) -> PocSession:
    with transaction.atomic():
        poc, opportunity = lock_poc(actor, poc_id, ACTION, expected_version=expected_version)
        session = _scheduled(poc, session_id)
        if not note.strip():
            raise Invalid({"note": ["Say why."]})
        session.note = note.strip()
        session.cancel() if came else session.miss()
        session.save(update_fields=["state", "note"])
        _tell(session, opportunity, actor, now)
        return session


def _scheduled(poc: Poc, session_id: int) -> PocSession:
    session = poc.sessions.filter(pk=session_id).first()
    if session is None or session.state != "scheduled":
        raise Invalid({"session": ["Choose a session of this POC that is scheduled."]})
    return session


def _require_order(poc: Poc, opportunity: Opportunity, session: PocSession) -> None:
    before = poc.sessions.filter(state="held").values_list("kind", flat=True)
    if fault := order_fault(session.kind, before):
        raise Conflict(
            "poc_order",
            f"{fault} Nothing was changed.",
            next_action="Hold the sessions in their order.",
            action=ACTION,
            subject=ref(opportunity),
        )
    if BY_KEY[session.kind].number >= SIGNED_FROM and not is_signed(current_plan(poc)):
        why = refusal("R27")
        raise Conflict(why.code, why.sentence, next_action=why.next_action, action=ACTION, subject=ref(opportunity))


def _check(session: PocSession, held: HeldSession, now: datetime) -> None:
    template = BY_KEY[session.kind]
    faults: dict[str, list[str]] = {}
    missing = [words for key, words in template.outputs.items() if key not in held.outputs]
    if missing:
        faults["outputs"] = [f"Before it can be closed: {', '.join(missing)}."]
    if set(held.minutes) - {item.key for item in template.agenda} or any(each < 0 for each in held.minutes.values()):
        faults["minutes"] = ["Give minutes of 0 or more for items of the agenda."]
    if not held.contact_ids:
        faults["contacts"] = ["Say who of the customer was there."]
    if session.starts_at > now:
        faults["session"] = ["It has not taken place yet."]
    if faults:
        raise Invalid(faults)


def _tell(session: PocSession, opportunity: Opportunity, actor: Actor, now: datetime) -> None:
    data = {"poc_id": session.poc_id, "session_id": session.pk, "kind": session.kind, "state": session.state}
    tell(opportunity, events.POC_SESSION_CLOSED, actor=actor, now=now, data=data)
