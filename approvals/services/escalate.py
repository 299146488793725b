"""Put a matter of a deal before leadership: raise it, put it to somebody else, decide it, close it (domain §6.1)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import events
from approvals.models import Escalation
from approvals.models.escalation import SEVERITIES
from approvals.queries.escalations import leaders_of
from opportunities.models import Opportunity
from opportunities.services.locking import (
    lock_opportunity,
    ref,
    require_action,
    require_open,
    require_version,
)
from opportunities.services.telling import tell
from salesops.core.actor import Actor
from salesops.core.business_time import add_business_hours
from salesops.core.errors import Conflict, Invalid, NotVisible, Refused
from salesops.users.models import User
from salesops.users.queries import calendar_of

WORDS = 20
HOURS = 8
RAISE, DECIDE = "escalation.raise", "escalation.decide"


def raise_escalation(*, actor: Actor, now: datetime, opportunity_id: int, severity: str, reason: str) -> Escalation:
    """This function will put a matter to the regional VP of the deal, or to a leader, due in 8 business hours.

    Every colleague may raise one, also who only sees the deal's summary. While it is open, leadership may lead
    technical calls and carry the next step.

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, RAISE, opportunity)
        require_open(opportunity, RAISE)
        faults = {}
        if severity not in dict(SEVERITIES):
            faults["severity"] = [f"Choose one of: {', '.join(dict(SEVERITIES))}."]
        if len(reason.strip()) < WORDS:
            faults["reason"] = [f"Say what it is about in at least {WORDS} characters."]
        if faults:
            raise Invalid(faults)
        leader = _first(opportunity, apart_from=actor.person_id)
        row = Escalation.objects.create(
            opportunity=opportunity,
            severity=severity,
            reason=reason.strip(),
            raised_by_id=actor.person_id,
            raised_at=now,
            assigned_to=leader,
            due_at=add_business_hours(now, HOURS, calendar=calendar_of(leader.pk if leader else None)),
        )
        data = {"escalation_id": row.pk, "severity": severity, "reason": row.reason, "assigned_to": row.assigned_to_id}
        tell(opportunity, events.ESCALATION_RAISED, actor=actor, now=now, data=data)
        return row


def assign_escalation(
    *, actor: Actor, now: datetime, escalation_id: int, leader_id: int, expected_version: int | None = None
) -> Escalation:
    """This function will put an open escalation to another leader or the regional VP.

    Raises: NotVisible, Refused, StaleVersion, Conflict, Invalid where that person does not lead.
    """
    with transaction.atomic():
        opportunity, row = _lock(actor, escalation_id, expected_version)
        _require_leadership(actor, opportunity)
        _require_undecided(row, opportunity)
        known = {each.pk: each for each in leaders_of(opportunity)}
        if leader_id not in known:
            raise Invalid({"leader": ["Name a leader, or the regional VP of the deal."]})
        row.assigned_to = known[leader_id]
        row.due_at = add_business_hours(now, HOURS, calendar=calendar_of(leader_id))
        row.save(update_fields=["assigned_to", "due_at"])
        data = {"escalation_id": row.pk, "assigned_to": leader_id}
        tell(opportunity, events.ESCALATION_ASSIGNED, actor=actor, now=now, data=data)
        return row


def decide_escalation(
    *, actor: Actor, now: datetime, escalation_id: int, decision: str, expected_version: int | None = None
) -> Escalation:
    """This function will write down what leadership decides; the escalation stays open until it is closed.

    Raises: NotVisible, Refused, StaleVersion, Conflict, Invalid.
    """
    with transaction.atomic():
        opportunity, row = _lock(actor, escalation_id, expected_version)
        _require_leadership(actor, opportunity)
        _require_undecided(row, opportunity)
        if len(decision.strip()) < WORDS:
            raise Invalid({"decision": [f"Say what is decided and why in at least {WORDS} characters."]})
        row.decision, row.decided_by_id, row.decided_at = decision.strip(), actor.person_id, now
        row.save(update_fields=["decision", "decided_by", "decided_at"])
        data = {"escalation_id": row.pk, "decision": row.decision}
        tell(opportunity, events.ESCALATION_DECIDED, actor=actor, now=now, data=data)
        return row


def close_escalation(
    *, actor: Actor, now: datetime, escalation_id: int, expected_version: int | None = None
) -> Escalation:
    """This function will close an escalation, by who raised it or a leader; what it allowed ends with it.

    Raises: NotVisible, Refused, StaleVersion, Conflict where it is closed already.
    """
    with transaction.atomic():
        opportunity, row = _lock(actor, escalation_id, expected_version)
        if actor.user_id != row.raised_by_id and not actor.has_role("leader"):
            raise _not_theirs(opportunity, "Who raised an escalation closes it, or a leader.")
        row.closed_by_id, row.closed_at = actor.person_id, now
        row.save(update_fields=["closed_by", "closed_at"])
        tell(opportunity, events.ESCALATION_CLOSED, actor=actor, now=now, data={"escalation_id": row.pk})
        return row


def _lock(actor: Actor, escalation_id: int, expected: int | None) -> tuple[Opportunity, Escalation]:
    found = Escalation.objects.filter(pk=escalation_id).values_list("opportunity_id", flat=True).first()
    if found is None:
        raise NotVisible("not_found", f"There is no escalation {escalation_id} for you.", next_action="Open the deal.")
    opportunity = lock_opportunity(actor, found)
    row = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation_id)
    require_version(opportunity, "The escalation", expected, row.version)
    if row.closed_at is not None:
        raise _over(opportunity, "closed")
    return opportunity, row


def _first(opportunity: Opportunity, *, apart_from: int) -> User | None:
    return next((each for each in leaders_of(opportunity) if each.pk != apart_from), None)


def _require_leadership(actor: Actor, opportunity: Opportunity) -> None:
    if actor.scopes is not None or actor.user_id not in {each.pk for each in leaders_of(opportunity)}:
        raise _not_theirs(opportunity, "A leader or the regional VP of the deal decides an escalation.")


def _require_undecided(row: Escalation, opportunity: Opportunity) -> None:
    if row.decided_at is not None:
        raise _over(opportunity, "decided")


def _not_theirs(opportunity: Opportunity, sentence: str) -> Refused:
    return Refused(
        "not_your_escalation",
        f"{sentence} Nothing was changed.",
        next_action="Ask who it was put to.",
        action=DECIDE,
        subject=ref(opportunity),
    )


def _over(opportunity: Opportunity, how: str) -> Conflict:
    return Conflict(
        "escalation_state",
        f"The escalation is {how} already. Nothing was changed.",
        next_action="Raise another one if something is left.",
        action=DECIDE,
        subject=ref(opportunity),
    )
