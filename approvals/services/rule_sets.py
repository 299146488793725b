"""Take hold of a rule set for a change, and tell what was done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from approvals.models import GuardrailSet
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, NotVisible, StaleVersion
from salesops.db.acting import act_as
from salesops.outbox.services.emit import emit
from salesops.users.queries import workspace


def lock_draft(actor: Actor, action: str, number: int, version: int | None = None) -> GuardrailSet:
    """This function will lock a draft for an act on it, by the actor (domain §6.3).

    `version` is the one that was read. An author may do everything to their draft but publish it.

    Raises: NotVisible, Refused (R15 for an author who publishes), Conflict once it is no draft, StaleVersion.
    """
    act_as(actor)
    found = GuardrailSet.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotVisible("not_found", f"There are no guardrails v{number}.")
    require(actor, action, Facts(subject=ref(found), set_by_id=found.author_id, team_mode=workspace().team_mode))
    if found.state != "draft":
        raise Conflict(
            "not_a_draft",
            f"{found} is {found.get_state_display().lower()} and stays as it is. Nothing was changed.",
            next_action="Start a new draft.",
            action=action,
            subject=ref(found),
        )
    if version is not None and version != found.version:
        raise StaleVersion(
            "stale",
            f"{found} was changed since you read it. Nothing was changed.",
            next_action="Look at the draft as it is now and decide again.",
            version=found.version,
        )
    return found


def require_author(actor: Actor, draft: GuardrailSet) -> None:
    """This function will insist that a draft is changed by whoever wrote it. Raises: Conflict."""
    if draft.author_id != actor.user_id:
        raise Conflict(
            "anothers_draft",
            f"{draft} is written by somebody else. Nothing was changed.",
            next_action="Start a draft of your own, or tell the author.",
            action="guardrail.edit",
            subject=ref(draft),
        )


def ref(rules: GuardrailSet) -> RecordRef:
    """This function will name a rule set in the ledger and in events."""
    return RecordRef("guardrails", rules.pk)


def tell(rules: GuardrailSet, event: str, *, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    """This function will write one audit entry and one event in the caller's transaction."""
    told = {"number": rules.number, **data}
    record(actor=actor, action=event, subject=ref(rules), now=now, data=told)
    emit(type=event, subject=ref(rules), actor=actor, now=now, data=told)
