"""How reminding stands, for operators: lateness, leases, drift, and what is dead (reliability P36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Sum

from salesops.reminders.models import Lap, Obligation, Status
from salesops.web.operations import age_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of one moment; ages in seconds, 0 where nothing is late or leased."""

    pending: int
    dead: int
    oldest_due_age: float
    oldest_lease_age: float
    drift: int


def standing(now: datetime) -> Standing:
    """This function will read the figures: counts from their indexes, ages from the oldest row."""
    pending = Obligation.objects.filter(status=Status.PENDING)
    oldest = pending.order_by("next_at").values_list("next_at", flat=True).first()
    lease = pending.filter(next_at__lte=now, lease_until__isnull=False).aggregate(at=Min("lease_until"))["at"]
    return Standing(
        pending=pending.count(),
        dead=Obligation.objects.filter(status=Status.DEAD).count(),
        oldest_due_age=age_of(oldest, now),
        oldest_lease_age=age_of(lease, now),
        drift=Lap.objects.aggregate(total=Sum("drift"))["total"] or 0,
    )


def dead_obligations(limit: int) -> list[Obligation]:
    """This function will return the newest obligations that failed for good."""
    return list(Obligation.objects.filter(status=Status.DEAD).order_by("-done_at", "-id")[:limit])
