"""Set, re-date and finish the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from opportunities import events
from opportunities.models import Activity, Opportunity
from opportunities.services.locking import facts_of, lock_opportunity, require_action, require_open
from opportunities.services.offer_locking import standing_of
from opportunities.services.telling import tell
from salesops.charter import require
from salesops.core.actor import Actor
from salesops.core.errors import Invalid
from salesops.users.queries import actor_for, person


def set_next_step(
    *,
    actor: Actor,
    now: datetime,
    opportunity_id: int,
    text: str,
    due: date,
    owner_id: int | None = None,
    expected_version: int | None = None,
) -> Opportunity:
    """This function will set the dated next step; by default the opportunity's owner carries it (domain §1.3).

    While an escalation is open, leadership may carry it (§6.1).

    Raises: NotVisible, Refused (R07 or R10 if that person may not own a customer step), Conflict R28,
    Invalid, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        require_open(opportunity, "opp.edit_core")
        if not text.strip():
            raise Invalid({"text": ["Say what happens next."]})
        carrier = owner_id or opportunity.owner_id
        if carrier != opportunity.owner_id:
            other = actor_for(person(actor, carrier))
            is_escalated = standing_of(opportunity, now).has_open_escalation
            facts = replace(facts_of(opportunity, other), is_assigned_to_actor=True, has_open_escalation=is_escalated)
            require(other, "next_step.own", facts)
        opportunity.next_step, opportunity.next_step_date = text.strip(), due
        opportunity.next_step_owner_id, opportunity.updated_at = carrier, now
        opportunity.save(update_fields=["next_step", "next_step_date", "next_step_owner_id", "updated_at"])
        opportunity.version += 1
        data = {"text": text.strip(), "due": due.isoformat(), "owner_id": carrier}
        tell(opportunity, events.NEXT_STEP_SET, actor=actor, now=now, data=data)
        return opportunity


def finish_next_step(
    *, actor: Actor, now: datetime, opportunity_id: int, note: str = "", expected_version: int | None = None
) -> Opportunity:
    """This function will mark the next step done and keep it on the timeline as a note.

    Raises: NotVisible, Refused, Invalid where there is no next step, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id, expected_version=expected_version)
        require_action(actor, "opp.edit_core", opportunity)
        if not opportunity.next_step:
            raise Invalid({"next_step": ["There is no next step to finish."]})
        done = opportunity.next_step
        Activity.objects.create(
            opportunity=opportunity,
            kind="note",
            subject=f"Done: {done}"[:200],
            note=note.strip(),
            happened_at=now,
            by_id=actor.person_id,
            created_at=now,
        )
        opportunity.next_step, opportunity.next_step_date, opportunity.next_step_owner = "", None, None
        opportunity.updated_at = now
        opportunity.save(update_fields=["next_step", "next_step_date", "next_step_owner", "updated_at"])
        opportunity.version += 1
        tell(opportunity, events.NEXT_STEP_DONE, actor=actor, now=now, data={"text": done})
        return opportunity
