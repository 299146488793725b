"""Estimate what delivering the proposal takes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from opportunities.services.telling import tell
from qualification import events
from qualification.models import MARGIN_KINDS, EffortEstimate
from qualification.services.validation_locking import lock_deal, newest_version
from salesops.core.actor import Actor
from salesops.core.errors import Invalid

ACTION = "validation.decide"
MOST_DAYS, MOST_COST = Decimal(100_000), Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Effort:
    """Days of work, and the cost of one in the opportunity's currency; `kind` says which floor counts."""

    kind: str
    low: Decimal
    likely: Decimal
    high: Decimal
    cost_per_day: Decimal


def estimate_effort(
    *, actor: Actor, now: datetime, opportunity_id: int, effort: Effort, number: int | None = None
) -> EffortEstimate:
    """This function will keep an estimate of the newest version; the newest counts, margin follows (domain §1.6).

    `number` is the version that was read.

    Raises: NotVisible, Refused, Conflict where no proposal is written, Invalid, StaleVersion.
    """
    with transaction.atomic():
        opportunity = lock_deal(actor, opportunity_id, ACTION)
        version = newest_version(opportunity, ACTION, number=number)
        if faults := _faults(effort):
            raise Invalid(faults)
        row = EffortEstimate.objects.create(proposal=version, by_id=actor.person_id, at=now, **asdict(effort))
        data = {"number": version.number, **{name: str(value) for name, value in asdict(effort).items()}}
        tell(opportunity, events.EFFORT_ESTIMATED, actor=actor, now=now, data=data)
        return row


def _faults(effort: Effort) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if effort.kind not in dict(MARGIN_KINDS):
        faults["kind"] = [f"Choose one of: {', '.join(dict(MARGIN_KINDS))}."]
    for name in ("low", "likely", "high"):
        if not 0 <= getattr(effort, name) < MOST_DAYS:
            faults[name] = ["Give a number of days."]
    if not effort.low <= effort.likely <= effort.high:
        faults["likely"] = ["Low comes before likely, likely before high."]
    if not 0 <= effort.cost_per_day < MOST_COST:
        faults["cost_per_day"] = ["Give what one day costs."]
    return faults
