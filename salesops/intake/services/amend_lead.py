"""Change what is known of a lead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from salesops.core.actor import Actor
from salesops.intake.events import LEAD_AMENDED
from salesops.intake.models import Lead
from salesops.intake.services.first_touch import start_clock
from salesops.intake.services.writing import lock_lead, put, require_lead_action, require_not_converted, save, tell


def amend_lead(*, actor: Actor, now: datetime, lead_id: int, version: int, values: Mapping[str, Any]) -> Lead:
    """This function will change the named values and score the lead anew; its source stays what it is (§11.7).

    Raises: NotVisible; Refused; StaleVersion; Conflict once it is converted; Invalid with every complaint.
    """
    with transaction.atomic():
        lead = lock_lead(actor, lead_id, version=version)
        require_lead_action(actor, "lead.create", lead)
        require_not_converted(lead)
        if changed := put(lead, values, now):
            start_clock(lead, now=now)
            save(lead)
            tell(lead, LEAD_AMENDED, {"fields": changed}, actor=actor, now=now)
    return lead
