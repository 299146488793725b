"""Let a lead rest: nurture it, come back at a better time, or give up on an answer for now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid
from salesops.intake.domain.leads import PARKED, UNRESPONSIVE_AFTER_DAYS
from salesops.intake.events import LEAD_PARKED
from salesops.intake.models import Lead
from salesops.intake.services.writing import lock_lead, move, require_lead_action, save, tell

SHORTEST_REASON = 10


def park_lead(
    *,
    actor: Actor,
    now: datetime,
    lead_id: int,
    to: str,
    reason: str,
    revisit_on: date | None = None,
    version: int | None = None,
) -> Lead:
    """This function will move a lead to nurture, bad_timing or unresponsive, with its reason (domain §11.7).

    Bad timing wants the day to come back on; unresponsive wants 14 days since the first touch without an answer.

    Raises: NotVisible; Refused; StaleVersion; Conflict; Invalid.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.qualify", lead)
        _check(to, reason, revisit_on, now)
        if to == "unresponsive":
            _require_silence(lead, now)
        move(lead, to, reason=reason.strip(), actor=actor, now=now)
        lead.revisit_on, lead.detail = revisit_on, reason.strip()[:500]
        save(lead)
        tell(lead, LEAD_PARKED, {"to": to, "revisit_on": str(revisit_on or "")}, actor=actor, now=now)
    return lead


def _check(to: str, reason: str, revisit_on: date | None, now: datetime) -> None:
    wrong: dict[str, list[str]] = {}
    if to not in PARKED:
        wrong["to"] = [f"Choose one of: {', '.join(PARKED)}."]
    if len(reason.strip()) < SHORTEST_REASON:
        wrong["reason"] = [f"Say why in at least {SHORTEST_REASON} characters."]
    if to == "bad_timing" and revisit_on is None:
        wrong["revisit_on"] = ["Say when it is time again."]
    if revisit_on is not None and revisit_on <= now.date():
        wrong["revisit_on"] = ["Choose a day ahead."]
    if wrong:
        raise Invalid(wrong)


def _require_silence(lead: Lead, now: datetime) -> None:
    silent_since = lead.first_touched_at
    answered = lead.touches.filter(was_answered=True).order_by("-at").first()
    if answered is not None:
        silent_since = answered.at
    if silent_since is None or now - silent_since < timedelta(days=UNRESPONSIVE_AFTER_DAYS):
        known = (
            "Nobody has reached out yet" if silent_since is None else f"Last heard or tried on {silent_since:%-d %B}"
        )
        raise Conflict(
            "lead_not_silent",
            f"{known}; a lead is unresponsive after {UNRESPONSIVE_AFTER_DAYS} days without an answer.",
            next_action="Try once more, or let it rest under nurture.",
            action="lead.qualify",
            subject=RecordRef("lead", lead.pk),
        )
