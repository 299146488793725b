"""A process definition as the database keeps it: the whole content, and one row per stage, edge and criterion.

The rows exist so that triggers can guard stages without knowing Python. The application's role may only
read these tables; publishing is an act of a release (`manage.py publish_processes`, owner role).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ProcessDefinition(models.Model):
    """One version of one process; immutable once published (domain §2.4)."""

    STATUSES: ClassVar = [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")]

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    record_type = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=STATUSES)
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    faults = models.JSONField(default=list, blank=True)
    author = models.CharField(max_length=120)
    approver = models.CharField(max_length=120, blank=True)
    changelog = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="process_definition_version"),
            models.CheckConstraint(
                condition=models.Q(status="draft") | models.Q(published_at__isnull=False),
                name="process_definition_published_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class ProcessStage(models.Model):
    """A stage, for triggers, joins and totals."""

    definition = models.ForeignKey(ProcessDefinition, on_delete=models.CASCADE, related_name="stages")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4)
    probability = models.PositiveSmallIntegerField()
    is_qualified = models.BooleanField()
    forecast = models.CharField(max_length=12)
    benchmark_days = models.PositiveSmallIntegerField(null=True)
    is_first = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["definition", "key"], name="process_stage_key")]

    def __str__(self) -> str:
        return self.label


class ProcessEdge(models.Model):
    """An allowed move between two stages."""

    definition = models.ForeignKey(ProcessDefinition, on_delete=models.CASCADE, related_name="edges")
    move = models.CharField(max_length=10)
    src = models.CharField(max_length=40)
    dst = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["definition", "move", "src", "dst"], name="process_edge_once")
        ]

    def __str__(self) -> str:
        return f"{self.src} → {self.dst}"


class ProcessCriterion(models.Model):
    """A criterion of one gated edge, re-checked by the stage trigger."""

    edge = models.ForeignKey(ProcessEdge, on_delete=models.CASCADE, related_name="criteria")
    criterion_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=1)
    evaluator = models.CharField(max_length=40, blank=True)
    args = models.JSONField()
    max_age_days = models.PositiveSmallIntegerField(null=True)
    is_waivable = models.BooleanField()
    waiver_roles = models.JSONField()
    attesters = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edge", "criterion_id"], name="process_criterion_once")
        ]

    def __str__(self) -> str:
        return self.criterion_id


class ProcessStageMap(models.Model):
    """Where records of an older version stand after an explicit migration (domain §2.4)."""

    source = models.ForeignKey(ProcessDefinition, on_delete=models.CASCADE, related_name="maps_out")
    target = models.ForeignKey(ProcessDefinition, on_delete=models.CASCADE, related_name="maps_in")
    src = models.CharField(max_length=40)
    dst = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "src"], name="process_stage_map_once")
        ]

    def __str__(self) -> str:
        return f"{self.src} → {self.dst}"
