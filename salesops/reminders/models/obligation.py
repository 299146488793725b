"""One thing that will be told to one lane of people at one time: exactly once in effect (reliability §6.1)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat


class Status(models.TextChoices):
    """Where an obligation stands; all but `pending` are final, `dead` waits for a person."""

    PENDING = "pending", "Pending"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    SKIPPED = "skipped", "Skipped"
    DEAD = "dead", "Dead"


class Obligation(models.Model):
    """The turn of a lane of a rule for one occasion (`anchor`) on one record.

    `dedupe` names the occurrence without the rule's revision: an edited rule never fires twice for the same one.
    """

    rule = models.CharField(max_length=48)
    revision = models.IntegerField()
    scope = models.CharField(max_length=24)
    scope_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    anchor = models.CharField(max_length=120)
    lane = models.CharField(max_length=40)
    turn = models.IntegerField()
    dedupe = models.GeneratedField(
        expression=Concat(
            F("rule"), Value(":"), F("subject_kind"), Value(":"), Cast("subject_id", models.CharField(max_length=20)),
            Value(":"), F("lane"), Value(":"), F("anchor"), Value(":"), Cast("turn", models.CharField(max_length=12)),
        ),
        output_field=models.CharField(max_length=320),
        db_persist=True,
    )  # fmt: skip
    due_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dedupe"], name="reminders_obligation_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="reminders_obligation_status"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(status="pending"), name="reminders_obligation_due"),
            models.Index(
                fields=["next_at", "id"],
                condition=Q(status="pending", attempts__gte=1),
                name="reminders_obligation_suspect",
            ),
            models.Index(fields=["scope", "scope_id", "rule"], name="reminders_obligation_scope"),
            models.Index(fields=["done_at"], condition=Q(status="dead"), name="reminders_obligation_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.dedupe}: {self.status}"


class Lap(models.Model):
    """How far reconciliation came in a scope, and what the last whole lap had to mend (`drift`)."""

    scope = models.CharField(max_length=24, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    mended = models.IntegerField(default=0)
    drift = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.scope} at {self.last_id}"
