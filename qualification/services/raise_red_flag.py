"""Raise a red flag on a deal, and settle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from opportunities.services.locking import lock_opportunity, ref, require_action, require_open
from opportunities.services.telling import tell
from qualification import events
from qualification.models import SEVERITIES, RedFlag
from qualification.services.validation_locking import lock_deal, require_words
from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid, NotVisible
from salesops.users.queries import people

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class NewRedFlag:
    """A concern in one sentence, how grave it is, who sees to it, and until which day."""

    text: str
    severity: str
    owner_id: int
    due_on: date
    detail: str = ""


def raise_red_flag(*, actor: Actor, now: datetime, opportunity_id: int, new: NewRedFlag) -> RedFlag:
    """This function will raise a red flag; while it is open T04 fires (domain §1.5, §1.6).

    Raises: NotVisible, Refused, Conflict R28, Invalid.
    """
    with transaction.atomic():
        opportunity = lock_opportunity(actor, opportunity_id)
        require_action(actor, "redflag.raise", opportunity)
        require_open(opportunity, "redflag.raise")
        if faults := _faults(actor, new, now):
            raise Invalid(faults)
        flag = RedFlag.objects.create(
            opportunity=opportunity,
            severity=new.severity,
            text=new.text.strip(),
            detail=new.detail.strip(),
            owner_id=new.owner_id,
            due_on=new.due_on,
            raised_by_id=actor.person_id,
            raised_at=now,
        )
        data = {"flag_id": flag.pk, "severity": flag.severity, "text": flag.text, "owner_id": flag.owner_id}
        tell(opportunity, events.RED_FLAG_RAISED, actor=actor, now=now, data=data)
        return flag


def close_red_flag(*, actor: Actor, now: datetime, flag_id: int, how: str) -> RedFlag:
    """This function will settle a red flag; pre-sales validation does, never on its own deal (domain §1.6).

    Raises: NotVisible, Refused (R15 for the owner), Conflict where it is settled, Invalid without saying how.
    """
    with transaction.atomic():
        opportunity_id = RedFlag.objects.filter(pk=flag_id).values_list("opportunity_id", flat=True).first()
        if opportunity_id is None:
            raise NotVisible("not_found", f"There is no red flag {flag_id} for you.")
        opportunity = lock_deal(actor, opportunity_id, "validation.decide")
        flag = RedFlag.objects.select_for_update().get(pk=flag_id)
        if flag.closed_at:
            raise Conflict(
                "flag_closed",
                "This red flag is settled. Nothing was changed.",
                next_action="Raise a new one if the concern is back.",
                action="validation.decide",
                subject=ref(opportunity),
            )
        flag.how_closed, flag.closed_at, flag.closed_by_id = require_words("how", how), now, actor.person_id
        flag.save(update_fields=["how_closed", "closed_at", "closed_by"])
        data = {"flag_id": flag.pk, "text": flag.text, "how": flag.how_closed}
        tell(opportunity, events.RED_FLAG_CLOSED, actor=actor, now=now, data=data)
        return flag


def _faults(actor: Actor, new: NewRedFlag, now: datetime) -> dict[str, list[str]]:
    checks = [
        ("text", not 0 < len(new.text.strip()) <= LONGEST_TEXT, f"Say it in at most {LONGEST_TEXT} characters."),
        ("severity", new.severity not in dict(SEVERITIES), f"Choose one of: {', '.join(dict(SEVERITIES))}."),
        ("due_on", new.due_on < now.date(), "The day lies ahead."),
        ("owner", not people(actor).filter(pk=new.owner_id).exists(), "Choose who sees to it."),
    ]
    return {field: [words] for field, is_wrong, words in checks if is_wrong}
