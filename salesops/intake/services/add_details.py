"""Add what the receipt of an introduction asks for (domain §11.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict, Invalid
from salesops.intake import events
from salesops.intake.domain.answers import read_details
from salesops.intake.domain.introductions import RUNNING, WAITING
from salesops.intake.models import Introduction, MarketingAsset
from salesops.intake.queries.assets import partner_kit
from salesops.intake.services.acting import lock_own, require_nda, tell


def add_details(*, actor: Actor, now: datetime, receipt: str, details: Mapping[str, str]) -> Introduction:
    """This function will keep what is asked on the receipt; all of it is optional (domain §11.1).

    Raises: NotVisible; Refused R18; Conflict once it ended; Invalid.
    """
    tidy, faults = read_details(details)
    if faults:
        raise Invalid(faults)
    shown = details.get("asset", "")
    with transaction.atomic():
        introduction = lock_own(actor, receipt)
        require_nda(actor, introduction.partner, now)
        if introduction.state not in (*WAITING, *RUNNING):
            raise Conflict("state", "This introduction is over.", next_action="Nothing was changed.")
        for name, value in tidy.items():
            setattr(introduction, name, value)
        if shown != str(introduction.asset_id or ""):
            introduction.asset = _of_the_kit(shown)
        introduction.save()
        told = sorted(name for name, value in tidy.items() if value)
        tell(introduction, events.INTRO_COMPLETED, actor=actor, now=now, data={"fields": told})
    return introduction


def _of_the_kit(text: str) -> MarketingAsset | None:
    if not text:
        return None
    found = partner_kit().filter(pk=text).first() if text.isdecimal() and len(text) < 19 else None
    if found is None:
        raise Invalid({"asset": ["Choose something of the kit."]})
    return found
