"""Log what was done with a lead."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.intake.domain.leads import REACHES_OUT, TOUCH_KINDS
from salesops.intake.events import LEAD_TOUCHED
from salesops.intake.models import Lead, LeadTouch
from salesops.intake.services.writing import (
    lock_lead,
    move,
    require_lead_action,
    require_not_converted,
    save,
    tell,
)

SHORTEST_NOTE = 10
AHEAD = timedelta(minutes=5)


def log_touch(
    *,
    actor: Actor,
    now: datetime,
    lead_id: int,
    kind: str,
    note: str,
    was_answered: bool = False,
    at: datetime | None = None,
) -> Lead:
    """This function will log a call, mail, meeting, message or note; the first that reaches out stops the clock.

    A lead that was new or open is in progress from then on (domain §11.7).

    Raises: NotVisible; Refused unless it is theirs to work; Conflict once it is converted; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id)
        require_lead_action(actor, "lead.qualify", lead)
        require_not_converted(lead)
        happened = at or now
        _check(kind, note, happened, lead, now)
        LeadTouch.objects.create(
            lead=lead, kind=kind, note=note.strip(), was_answered=was_answered, at=happened, by_id=actor.person_id
        )
        if kind in REACHES_OUT:
            lead.first_touched_at = lead.first_touched_at or happened
            lead.last_touched_at = max(happened, lead.last_touched_at or happened)
            if lead.status in ("new", "open"):
                move(lead, "in_progress", reason=f"First {dict(TOUCH_KINDS)[kind].lower()}.", actor=actor, now=now)
        lead.updated_at = now
        save(lead)
        tell(lead, LEAD_TOUCHED, {"kind": kind, "was_answered": was_answered}, actor=actor, now=now)
    return lead


def _check(kind: str, note: str, happened: datetime, lead: Lead, now: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if kind not in dict(TOUCH_KINDS):
        wrong["kind"] = [f"Choose one of: {', '.join(dict(TOUCH_KINDS))}."]
    if not SHORTEST_NOTE <= len(note.strip()) <= 5000:
        wrong["note"] = [f"Say what came of it in {SHORTEST_NOTE} to 5000 characters."]
    if happened > now + AHEAD:
        wrong["at"] = ["It has not happened yet."]
    if happened < lead.opened_at and kind in REACHES_OUT:
        wrong["at"] = ["The lead was not here yet."]
    if wrong:
        raise Invalid(wrong)
