"""The ledger's rows: one entry for each act or refusal, and one head for each record's chain."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEntry(models.Model):
    """One act on one record. PostgreSQL computes `seq`, `prev` and `hash`; nothing is ever changed (P7)."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    seq = models.BigIntegerField(default=0, editable=False)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120)
    via = models.CharField(max_length=16)
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=16, default="done")
    code = models.CharField(max_length=40, default="", blank=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    prev = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="audit_entry_chain"),
        ]
        indexes = [
            models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
            models.Index(fields=["outcome", "-id"], name="audit_entry_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.seq} {self.action}"


class AuditHead(models.Model):
    """The last link of one record's chain; written by the trigger only."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="audit_head_once")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} #{self.seq}"
