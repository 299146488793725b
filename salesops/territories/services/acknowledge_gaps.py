"""Say as regional VP that a draft leaves gaps, and that they are known."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from salesops.core.actor import Actor
from salesops.core.errors import Conflict
from salesops.territories.domain.coverage import fingerprint
from salesops.territories.domain.resolving import DOUBLE, OVERLAP
from salesops.territories.events import GAPS_ACKNOWLEDGED
from salesops.territories.models import GapAcknowledgement
from salesops.territories.queries import day_of
from salesops.territories.queries.coverage import coverage_ahead
from salesops.territories.services.plan_locking import lock_draft, ref
from salesops.territories.services.telling import require_reason, tell

ACTION = "territory.acknowledge"
# Nobody can accept that two own one place.
NEVER = frozenset({OVERLAP, DOUBLE})


def acknowledge_gaps(
    *, actor: Actor, now: datetime, number: int, version: int | None, theatre: str, reason: str
) -> GapAcknowledgement:
    """This function will accept the gaps and vacancies a draft leaves in a theatre, exactly these (domain §5.3).

    A gap that comes later, or another rule, makes the word void.

    Raises: Refused unless regional VP of the theatre; NotVisible; StaleVersion; Conflict where there is nothing to
    accept, or rules overlap; Invalid.
    """
    with transaction.atomic():
        plan = lock_draft(actor, number, version, theatre=theatre, action=ACTION)
        why = require_reason(reason)
        coverages = coverage_ahead(day_of(now), plan)
        found = [each for day in coverages for each in day.faults.values() if each.theatre == theatre]
        if not found or any(each.verdict in NEVER for each in found):
            raise Conflict(
                "nothing_to_acknowledge",
                f"{plan} has overlaps there." if found else f"{plan} leaves no gap there.",
                next_action="End one of the rules." if found else "Publish it.",
                action=ACTION,
                subject=ref(plan),
            )
        row = GapAcknowledgement.objects.create(
            plan=plan, plan_version=plan.version, theatre=theatre, faults=fingerprint(coverages, theatre),
            reason=why, by_id=actor.person_id, at=now,
        )  # fmt: skip
        data = {"number": number, "theatre": theatre, "cells": len(found), "reason": why}
        tell(GAPS_ACKNOWLEDGED, ref(plan), data, actor=actor, now=now)
    return row
