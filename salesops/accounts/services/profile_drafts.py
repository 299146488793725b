"""What the services about profiles share: the draft under a lock, checked rules, one way to say what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from salesops.accounts.domain.profiles import Rules
from salesops.accounts.models import ProfileVersion
from salesops.audit.services.record import record
from salesops.charter import Facts, require
from salesops.core.actor import Actor, RecordRef
from salesops.core.errors import Conflict, Invalid, NotVisible, StaleVersion
from salesops.outbox.services.emit import emit

ACTION = "profile.publish"
SHORTEST_REASON, LONGEST_REASON = 10, 500


def lock_draft(actor: Actor, kind: str, number: int, version: int) -> ProfileVersion:
    """This function will lock a draft for sales operations, as they read it (domain §11.7).

    Raises: Refused; NotVisible; Conflict once it is published; StaleVersion.
    """
    require(actor, ACTION, Facts())
    found = ProfileVersion.objects.select_for_update(no_key=True).filter(kind=kind, number=number).first()
    if found is None:
        raise NotVisible("profile_not_found", "There is no such version of a profile here.")
    if found.published_at is not None:
        raise Conflict(
            "published",
            f"{found} is published and stays as it is.",
            next_action="Write a new version.",
            action=ACTION,
            subject=ref(found),
        )
    if found.version != version:
        raise StaleVersion(
            "stale_version",
            f"Somebody changed {found} since you read it. Nothing was changed.",
            next_action="Look at the draft as it is now and decide again.",
            version=found.version,
        )
    return found


def write(draft: ProfileVersion, rules: Rules, reason: str) -> None:
    """This function will put checked rules on a draft, with the reason, and save it. Raises: Invalid."""
    wrong, said = rules.problems(), reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        wrong["reason"] = [f"Say why in {SHORTEST_REASON} to {LONGEST_REASON} characters."]
    if wrong:
        raise Invalid(wrong)
    draft.rules, draft.reason = rules.as_json(), said
    if draft.pk:
        draft.save(update_fields=["rules", "reason"])
    else:
        draft.save()
    draft.read_version()


def ref(profile: ProfileVersion) -> RecordRef:
    """This function will name a version in the ledger and in events."""
    return RecordRef("profile_version", profile.pk)


def tell(profile: ProfileVersion, event: str, data: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    """This function will write the act to the ledger and as an event."""
    told = {"kind": profile.kind, "number": profile.number, **data}
    record(actor=actor, action=event, subject=ref(profile), now=now, data=told)
    emit(type=event, subject=ref(profile), actor=actor, now=now, data=told)
