"""Read the events: a feed that never skips, a record's own history, and how the deliveries stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q, QuerySet
from django.db.models.expressions import RawSQL

from salesops.core.actor import Actor, RecordRef
from salesops.outbox.models import Delivery, DeliveryStatus, Event, Heartbeat, StepRun

# What a person without a business right sees of the feed is nothing; records' own pages have their own rules.
FEED_ROLES = ("revops_admin", "leader", "viewer", "ae", "sdr", "bd", "csm", "regional_vp", "vp_finance", "finance_ops")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the feed: the transaction, then the event inside it."""

    tx: int = 0
    id: int = 0


def visible_to(actor: Actor) -> QuerySet[Event]:
    """This function will return the events the actor may read at all."""
    if actor.via == "system" or actor.has_role(*FEED_ROLES):
        return Event.objects.all()
    return Event.objects.none()


def feed(actor: Actor, after: Position, limit: int) -> list[Event]:
    """This function will return the next events after a position, oldest first, and never skip a late commit.

    Only events of transactions older than every running one are shown; all that will ever stand before
    them is already there. Within one record the order is that of `seq`.
    """
    settled = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [])
    rows = visible_to(actor).filter(tx__lt=settled)
    rows = rows.filter(Q(tx__gt=after.tx) | Q(tx=after.tx, id__gt=after.id))
    return list(rows.order_by("tx", "id")[:limit])


def events_of_record(actor: Actor, subject: RecordRef) -> QuerySet[Event]:
    """This function will return a record's events, newest first, for someone already shown the record."""
    if actor.user_id is None and actor.via != "system":
        return Event.objects.none()
    return Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("-seq")


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the deliveries stand: counts, the oldest due one, and the last sign of life of a sweeper."""

    pending: int
    dead: int
    oldest_due_at: datetime | None
    last_beat_at: datetime | None


def backlog() -> Backlog:
    """This function will say how the deliveries stand, for readiness and alarms (reliability P36)."""
    pending = Delivery.objects.filter(status=DeliveryStatus.PENDING)
    return Backlog(
        pending=pending.count(),
        dead=Delivery.objects.filter(status=DeliveryStatus.DEAD).count(),
        oldest_due_at=pending.aggregate(at=Min("next_at"))["at"],
        last_beat_at=Heartbeat.objects.aggregate(at=Max("beat_at"))["at"],
    )


def dead_deliveries(limit: int) -> list[Delivery]:
    """This function will return the newest deliveries that failed for good, with their events."""
    rows = Delivery.objects.filter(status=DeliveryStatus.DEAD).select_related("event")
    return list(rows.order_by("-id")[:limit])


def failing_steps(now: datetime) -> int:
    """This function will count the steps of the sweep that failed within the last hour."""
    return StepRun.objects.filter(failed_at__gt=now - timedelta(hours=1)).count()
