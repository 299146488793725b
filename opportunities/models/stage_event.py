"""What happened to an opportunity's stage and its commercial fields; rows are never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class StageEvent(models.Model):
    """One move, with the numbers and the gate as they stood (docs/domain.md §10.2)."""

    MOVES: ClassVar = [
        (word, word.capitalize())
        for word in ("created", "forward", "skip", "back", "lost", "won", "reopen", "void", "migrated", "imported")
    ]

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="stage_events")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=10, choices=MOVES)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    definition = models.ForeignKey("process.ProcessDefinition", on_delete=models.PROTECT)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    amount_reporting = models.DecimalField(max_digits=14, decimal_places=2)
    probability = models.PositiveSmallIntegerField()
    close_date = models.DateField(null=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(
        "territories.Territory", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    criteria = models.JSONField(default=list)
    origin = models.JSONField(default=dict)
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "seq"], name="stage_event_seq")]
        indexes = [models.Index(fields=["at", "id"], name="stage_event_at")]

    def __str__(self) -> str:
        return f"{self.from_stage or '–'} → {self.to_stage}"


class FieldChange(models.Model):
    """One change of a commercial field, written by a trigger so that no path is left out."""

    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=30)
    old = models.TextField(null=True)
    new = models.TextField(null=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opportunity", "-id"], name="field_change_of")]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"
