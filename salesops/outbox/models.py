"""The rows of the outbox: events, their deliveries to handlers, and the processes that drain them."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One fact about one record. PostgreSQL sets `id`, `seq` and `tx`; nothing is ever changed.

    `seq` counts the events of one record without gaps; `tx` is the transaction that wrote it, which
    is what guards compare ("the stage moves only with its event in the same transaction").
    """

    type = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    seq = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    via = models.CharField(max_length=16)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    tx = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("tx", "id")
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="outbox_event_order"),
        ]
        indexes = [models.Index(fields=["tx", "id"], name="outbox_event_feed")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.seq} {self.type}"


class DeliveryStatus(models.TextChoices):
    """Where one delivery stands; `dead` waits for a person."""

    PENDING = "pending", "Pending"
    DONE = "done", "Done"
    DEAD = "dead", "Dead"


class Delivery(models.Model):
    """One event for one handler, leased to one process at a time (reliability §6.2)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    status = models.CharField(max_length=8, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once"),
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="outbox_delivery_status"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(status="pending"), name="outbox_delivery_due"),
            models.Index(
                fields=["handler", "subject_kind", "subject_id", "event"],
                condition=Q(status="pending"),
                name="outbox_delivery_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.handler}: {self.status}"


class Heartbeat(models.Model):
    """When a sweeper last showed that it lives; readiness reads it."""

    process = models.CharField(max_length=80, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} at {self.beat_at}"


class StepRun(models.Model):
    """When a step of the sweep last ran, and how its last failure read; alarms look here (reliability P36)."""

    name = models.CharField(max_length=80, primary_key=True)
    ran_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.ran_at}"
